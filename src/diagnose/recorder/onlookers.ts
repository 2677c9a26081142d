import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

const CALLERS = /^(?:kubelet|kube-controller|hyperkube|k3s-\w+)/;

/** Programs that call drivers, see this one in a filesystem of their own, and have no shell there. */
export function shellLess(executable: string): string[] {
  return callers()
    .filter((pid) => existsSync(join(rootOf(pid), executable)) && !existsSync(join(rootOf(pid), 'bin/sh')))
    .map((pid) => `${commandOf(pid)} (pid ${pid})`);
}

function callers(): number[] {
  return processes().filter((pid) => CALLERS.test(commandOf(pid)) && rootOf(pid) !== '/');
}

/** Processes that use a recorded driver. Those of other users may not be told. */
export interface Users {
  /** An interpreter that has not opened its script yet: what it finds at the path, it will run. */
  starting: number[];
  /** Shims that were replaced while they run, and whatever runs from the dot directory. */
  recorded: number[];
}

export function usersOf(executable: string, home: string): Users {
  const users: Users = { starting: [], recorded: [] };
  for (const pid of processes()) {
    const words = textOf(pid, 'cmdline').split('\0').slice(0, 3);
    const inHome =
      words.some((word) => word.startsWith(`${home}/`)) || linkOf(pid, 'exe').startsWith(`${home}/`);
    if (inHome) users.recorded.push(pid);
    else if (words.slice(1).some((word) => isSame(word, executable))) {
      const opened = openedAs(pid, executable);
      if (opened === undefined) users.starting.push(pid);
      else if (opened !== executable) users.recorded.push(pid);
    }
  }
  return users;
}

/** How the kernel names the script that a process has open at a path: `path`, or `path (deleted)`. */
function openedAs(pid: number, executable: string): string | undefined {
  let descriptors: string[];
  try {
    descriptors = readdirSync(`/proc/${pid}/fd`);
  } catch {
    // Gone, or another user's: nothing to wait for.
    return executable;
  }
  return descriptors.map((fd) => linkOf(pid, `fd/${fd}`)).find((link) => link.startsWith(executable));
}

function isSame(word: string, executable: string): boolean {
  if (!word.endsWith(executable.slice(executable.lastIndexOf('/')))) return false;
  if (word === executable) return true;
  try {
    return word.startsWith('/') && realpathSync(word) === realpathSync(executable);
  } catch {
    return false;
  }
}

function processes(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function commandOf(pid: number): string {
  return textOf(pid, 'comm').trim();
}

/** A process's root directory as we can reach it; `/` when it has ours. */
function rootOf(pid: number): string {
  return linkOf(pid, 'ns/mnt') === linkOf('self', 'ns/mnt') ? '/' : `/proc/${pid}/root`;
}

function textOf(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

function linkOf(pid: number | 'self', name: string): string {
  try {
    return readlinkSync(`/proc/${pid}/${name}`);
  } catch {
    return '';
  }
}
