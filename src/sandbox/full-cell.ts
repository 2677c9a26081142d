import { CELL_PATHS, planCell } from './cell-plan.ts';
import { startCell } from './cell-process.ts';
import { endLease, type Lease, leaseLoops } from './lease.ts';
import { reclaimLoops } from './reclaim-loops.ts';
import { boundProcesses, type CellRequest, processLimitReached, type RunningCell } from './running-cell.ts';
import { setupScript } from './setup-script.ts';
import { tarArchive } from './tar.ts';
import type { Leak } from './types.ts';

/** Starts a cell in namespaces of its own, over a copy-on-write view of the host. Takes root. */
export function startFullCell(request: CellRequest): RunningCell {
  const leases = leaseLoops(request.loops);
  const bound = boundProcesses(request);
  const plan = planCell(
    leases.flatMap((lease) => lease.numbers),
    [...request.visible, ...request.command],
  );
  const script = setupScript({
    plan,
    diskBytes: request.limits.diskBytes,
    cgroupProcs: bound?.procs,
    command: request.command,
  });
  return {
    process: startCell(script, tarArchive(plan.skeleton), request.onLine),
    surroundings: {
      isolation: 'full',
      paths: CELL_PATHS,
      layers: Object.fromEntries(
        plan.layers.flatMap(({ kind, path }, index) => (kind === 'overlay' ? [[index, path]] : [])),
      ),
    },
    release: async () => {
      const limitsReached = processLimitReached(bound, request.limits);
      const inCgroup = await bound?.claim.giveBack();
      const { reclaimed, leaks } = await releaseLeases(leases);
      return { limitsReached, reclaimed, leaks: inCgroup === undefined ? leaks : [inCgroup, ...leaks] };
    },
  };
}

async function releaseLeases(leases: readonly Lease[]): Promise<{ reclaimed: string[]; leaks: Leak[] }> {
  const reclaimed: string[] = [];
  const leaks: Leak[] = [];
  for (const lease of leases) {
    const loops = await reclaimLoops(lease.numbers);
    reclaimed.push(...loops.reclaimed);
    leaks.push(...loops.leaks);
    // A number that is still in use stays leased, so that no other cell trips over it.
    if (loops.leaks.length === 0) endLease(lease.path);
  }
  return { reclaimed, leaks };
}
