import { readFileSync, readlinkSync } from 'node:fs';

/** Names one process for ever: a pid alone is given to the next process once this one is gone. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks from boot to its start. */
  startTime: string;
  /** Changes with every boot. */
  boot: string;
  /** Pids of another PID namespace mean nothing here. */
  pidNamespace: string;
}

/** @returns this process's identity */
export function ownIdentity(): ProcessIdentity {
  const startTime = startTimeOf(process.pid);
  return { pid: process.pid, startTime: startTime ?? '', boot: bootId(), pidNamespace: pidNamespace() };
}

/** @returns clock ticks from boot to the start of that process, undefined when there is none */
export function startTimeOf(pid: number): string | undefined {
  return statFields(pid)?.[19];
}

/** Whether the process that started then still runs: a zombie does not. */
export function isRunning(pid: number, startTime: string): boolean {
  const fields = statFields(pid);
  return fields !== undefined && fields[19] === startTime && fields[0] !== 'Z' && fields[0] !== 'X';
}

/**
 * Whether that process still runs. One that belongs to another PID namespace is taken for alive: it
 * cannot be seen from here, and what it made is not ours to take.
 */
export function isAlive(identity: ProcessIdentity): boolean {
  if (identity.boot !== bootId()) return false;
  return identity.pidNamespace !== pidNamespace() || isRunning(identity.pid, identity.startTime);
}

/** Fields of /proc/<pid>/stat from the third (state) on: the name before them may hold anything, even `)`. */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
}

function pidNamespace(): string {
  return readlinkSync('/proc/self/ns/pid');
}
