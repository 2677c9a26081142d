import { behindBinds, CELL_PATHS, overlaysOf, planCell } from './cell-plan.ts';
import { startCell } from './cell-process.ts';
import { endLease, type Lease, leaseLoops } from './lease.ts';
import { watchProcesses } from './process-watch.ts';
import { reclaimLoops } from './reclaim-loops.ts';
import {
  boundProcesses,
  type CellRequest,
  type ProcessBound,
  processLimitReached,
  type RunningCell,
} from './running-cell.ts';
import { setupScript } from './setup-script.ts';
import { tarArchive } from './tar.ts';
import type { Leak } from './types.ts';

/** Starts a cell in namespaces of its own, over a copy-on-write view of the host. Takes root. */
export function startFullCell(request: CellRequest): RunningCell {
  const bound = boundProcesses(request);
  const leases = leaseLoops(request.loops);
  try {
    return { ...startIn(request, leases, bound), release: () => release(request, leases, bound) };
  } catch (error) {
    for (const lease of leases) endLease(lease.path);
    throw error;
  }
}

function startIn(
  { command, limits, visible, onLine }: CellRequest,
  leases: readonly Lease[],
  bound: ProcessBound | undefined,
): Omit<RunningCell, 'release'> {
  const loops = leases.flatMap((lease) => lease.numbers);
  const plan = planCell(loops, [...visible, ...command]);
  const script = setupScript({ plan, diskBytes: limits.diskBytes, cgroupProcs: bound?.procs, command });
  const process = startCell(script, tarArchive(plan.skeleton), onLine);
  return {
    process,
    ...(bound === undefined && {
      watchProcesses: (onMore: () => void) => watchProcesses(() => process.pid, limits.processes, onMore),
    }),
    surroundings: {
      isolation: 'full',
      paths: CELL_PATHS,
      layers: overlaysOf(plan),
      behind: behindBinds(plan),
    },
  };
}

async function release(
  { limits }: CellRequest,
  leases: readonly Lease[],
  bound: ProcessBound | undefined,
): ReturnType<RunningCell['release']> {
  const limitsReached = processLimitReached(bound, limits);
  const inCgroup = await bound?.claim.giveBack();
  const { reclaimed, leaks } = await releaseLeases(leases);
  return { limitsReached, reclaimed, leaks: inCgroup === undefined ? leaks : [inCgroup, ...leaks] };
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
