import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Quick enough for a shell that forks without end, and too seldom to be felt. */
const LOOK_MS = 50;

/**
 * Counts the processes and threads of a cell from outside, for machines where no cgroup can refuse them: root is bound
 * by no limit of its own. As long as the whole machine has hardly more of them than before, nobody looks closer.
 *
 * @param pid process 1 of the cell as we see it, once it is known
 * @param onMore called once, when there are more than `limit`
 * @returns what stops it
 */
export function watchProcesses(pid: () => number | undefined, limit: number, onMore: () => void): () => void {
  let fewest = threadsOfMachine();
  const timer = setInterval(() => {
    const now = threadsOfMachine();
    fewest = Math.min(fewest, now);
    const first = pid();
    if (first === undefined || now - fewest < limit / 2 || threadsInNamespaceOf(first) <= limit) return;
    clearInterval(timer);
    onMore();
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/**
 * Whether a cell's program waits in the kernel, for something other than news: its event loop does not go round.
 * @param pid process 1 of the cell as we see it, or of the program itself
 */
export function waitsInKernel(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  const program = childrenOf(pid)[0] ?? pid;
  // R is one that computes, which is our own defect.
  return !['R', 'Z', undefined].includes(statOf(program)?.state);
}

/** All of this machine, as loadavg has it behind the slash. */
function threadsOfMachine(): number {
  return Number(/\/(\d+)/.exec(readFileSync('/proc/loadavg', 'latin1'))?.[1]);
}

function threadsInNamespaceOf(first: number): number {
  const namespace = namespaceOf(first);
  if (namespace === undefined) return 0;
  let count = 0;
  for (const pid of processIds()) if (namespaceOf(pid) === namespace) count += threadsOf(pid);
  return count;
}

function namespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined;
  }
}

function threadsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length;
  } catch {
    return 0;
  }
}

function childrenOf(parent: number): number[] {
  return processIds().filter((pid) => statOf(pid)?.parent === parent);
}

function statOf(pid: number): { state: string; parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold blanks and parentheses itself.
    const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

function processIds(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid > 0);
}
