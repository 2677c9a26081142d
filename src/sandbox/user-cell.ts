import { readdirSync, statSync } from 'node:fs';
import { behindBinds, CELL_PATHS, overlaysOf } from './cell-plan.ts';
import { startUserCell as startProcess } from './cell-process.ts';
import type { CellRequest, RunningCell } from './running-cell.ts';
import { userSetupScript } from './setup-script.ts';
import { tarArchive } from './tar.ts';
import { planUserCell } from './user-plan.ts';

/**
 * Starts a cell for an ordinary user: root in a user namespace may mount tmpfs, overlays, binds and FUSE, but
 * no device, and makes no device nodes, so there are no loop devices.
 */
export function startUserCell(request: CellRequest): RunningCell {
  const { command, limits, onLine } = request;
  const plan = planUserCell();
  const script = userSetupScript({ plan, diskBytes: limits.diskBytes, cgroupProcs: undefined, command });
  // The kernel counts all of a user's processes, before 5.14 also those outside.
  const processes = limits.processes + ownProcesses();
  return {
    process: startProcess(script, tarArchive(plan.skeleton), processes, onLine),
    surroundings: {
      isolation: 'full',
      paths: CELL_PATHS,
      layers: overlaysOf(plan),
      behind: behindBinds(plan),
    },
    // All of it goes with the namespaces.
    release: async () => ({ limitsReached: [], reclaimed: [], leaks: [] }),
  };
}

/** Processes and threads of this user. */
function ownProcesses(): number {
  let count = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (statSync(`/proc/${pid}`).uid === process.getuid?.())
        count += readdirSync(`/proc/${pid}/task`).length;
    } catch {
      // It has just ended.
    }
  }
  return count;
}
