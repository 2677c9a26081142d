import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Process } from '../test-api/node.ts';
import type { Own } from './own.ts';

const INIT = 1;

/** Processes of this cell that are neither its own nor children that we run. */
export function leftProcesses(own: Own): Process[] {
  return leftAmong(own.processes(allProcesses()));
}

/** Those that some driver has left, and that have not ended: one that only waits for init to see so is gone. */
export function leftAmong(all: readonly Process[]): Process[] {
  const ours = new Set([INIT, process.pid, process.ppid]);
  return all.filter(
    ({ pid, parent, state }) =>
      !ours.has(pid) && parent !== process.pid && !(state === 'Z' && parent === INIT),
  );
}

/** Every process seen while `during` runs; short ones may be missed. */
export async function watchProcesses(during: () => Promise<unknown>): Promise<Process[]> {
  const seen = new Map<string, Process>();
  const state = { over: false };
  const watching = (async () => {
    while (!state.over) {
      for (const one of allProcesses()) {
        // A process keeps its pid over exec, and its arguments are what we are after.
        if (one.pid !== process.pid) seen.set(`${one.pid} ${one.argv.join('\0')}`, one);
      }
      await nextTurn();
    }
  })();
  try {
    await during();
  } finally {
    state.over = true;
    await watching;
  }
  return [...seen.values()];
}

function allProcesses(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
}

/** @returns undefined when it is gone meanwhile */
function readProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold blanks and parentheses itself.
    const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    return { pid, parent: Number(parent), argv, state };
  } catch {
    return undefined;
  }
}
