import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process as /proc shows it. */
interface Process {
  pid: number;
  parent: number;
  group: number;
  session: number;
  /** One letter of proc_pid_stat(5): Z for a zombie, D for one that cannot be woken. */
  state: string;
}

/** A process that keeps a driver's output open. */
export interface Holder {
  pid: number;
  /** Its command line, blanks between the arguments. */
  command: string;
}

/** How often to look again for children that were born while their parents were killed. */
const ROUNDS = 20;

/**
 * Kills a driver and whatever it started and can still be told: its descendants, and all of its session and process
 * group (a driver is started as the leader of both). What made a session of its own and lost its parent gets away.
 */
export function killTree(pid: number): void {
  for (let round = 0; round < ROUNDS; round++) {
    const alive = treeOf(pid);
    if (alive.length === 0) return;
    for (const process of alive) kill(process.pid);
  }
}

/**
 * The processes other than ours that have a file open, told by the name of the link alone: to ask the file itself
 * could hang on a dead filesystem.
 * @param handle a descriptor of the same file
 */
export function holdersOf(handle: number): Holder[] {
  const target = readlinkSync(`/proc/self/fd/${handle}`);
  const others = processIds().filter((pid) => pid !== process.pid);
  return others.filter((pid) => hasOpen(pid, target)).map((pid) => ({ pid, command: commandOf(pid) }));
}

/** Sends a signal to a process that may be gone already. */
export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone, or another user's: neither is ours to mend.
  }
}

function treeOf(root: number): Process[] {
  const all = processIds().flatMap((pid) => readProcess(pid) ?? []);
  const tree = new Set([root]);
  for (let before = -1; before !== tree.size; ) {
    before = tree.size;
    for (const one of all) {
      if (tree.has(one.parent) || one.session === root || one.group === root) tree.add(one.pid);
    }
  }
  return all.filter((one) => tree.has(one.pid) && !'ZX'.includes(one.state));
}

function processIds(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid));
}

function readProcess(pid: number): Process | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold blanks and parentheses itself.
    const [state, parent, group, session] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      pid,
      parent: Number(parent),
      group: Number(group),
      session: Number(session),
      state: state ?? '',
    };
  } catch {
    return undefined;
  }
}

function hasOpen(pid: number, target: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === target);
  } catch {
    return false;
  }
}

/** Its command line; its name alone when reading its memory could hang us. */
function commandOf(pid: number): string {
  try {
    const file = readProcess(pid)?.state === 'D' ? 'comm' : 'cmdline';
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
