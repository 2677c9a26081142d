import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BenchNode } from './node.ts';
import type { Memory } from './types.ts';

/** Lives that are watched. Apart from those that are timed: to look takes time too. */
const LIVES = 2;

/**
 * The most memory that the driver's processes were seen to have. The kernel keeps no such figure of processes that
 * have ended where Node could read it, so we look at them while they run; one of a millisecond is seen once, at its start.
 * @throws KubeletError when the driver fails
 */
export async function measureMemory(node: BenchNode): Promise<Memory> {
  const most: Memory = { process: 0, together: 0, command: '' };
  node.call = async (argv) => {
    let running = true;
    let watching: Promise<void> | undefined;
    const call = await node.plainCall(argv, (pid) => {
      watching = watch(
        pid,
        () => running,
        (process, together) => {
          most.process = Math.max(most.process, process);
          if (together > most.together) Object.assign(most, { together, command: argv[0] ?? '' });
        },
      );
    });
    running = false;
    await watching;
    return call;
  };
  try {
    for (let life = 0; life < LIVES; life++) {
      const tenant = await node.tenant();
      const plugin = await node.load();
      await node.bring(plugin, tenant);
      await node.take(plugin, tenant);
    }
  } finally {
    node.call = node.plainCall;
  }
  return most;
}

async function watch(
  pid: number,
  goesOn: () => boolean,
  tell: (process: number, together: number) => void,
): Promise<void> {
  while (goesOn()) {
    const sizes = treeOf(pid).map(residentKiB);
    tell(
      Math.max(0, ...sizes),
      sizes.reduce((sum, size) => sum + size, 0),
    );
    await nextTurn();
  }
}

/** A process and its descendants, by what each of its threads has for children. */
function treeOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(treeOf)];
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    // It is gone, or the kernel was built without that file.
    return [];
  }
}

function residentKiB(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
