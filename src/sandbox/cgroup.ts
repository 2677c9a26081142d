import { accessSync, constants, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const V1 = '/sys/fs/cgroup/pids';
const V2 = '/sys/fs/cgroup';
const TRIES = 100;
const PAUSE_MS = 10;

/**
 * Where cgroups that bound the number of processes can be made.
 * @returns undefined when this user cannot, or the kernel does not
 */
export function pidsHierarchy(): string | undefined {
  if (isWritable(V1) && exists(join(V1, 'cgroup.procs'))) return V1;
  // In version 2 the controller has to be handed down by the parent.
  const handedDown = read(join(V2, 'cgroup.subtree_control'))?.split(/\s+/).includes('pids') ?? false;
  return handedDown && isWritable(V2) ? V2 : undefined;
}

/**
 * Makes a cgroup for one cell.
 * @throws the error of the kernel
 */
export function makeCgroup(path: string, processes: number): void {
  mkdirSync(path);
  writeFileSync(join(path, 'pids.max'), String(processes));
}

/** Removes a cgroup that nothing was ever in. */
export function unmakeCgroup(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // It was never made.
  }
}

/** @returns how often a process could not be made because the bound was reached */
export function timesFull(path: string): number {
  return Number(/^max (\d+)/m.exec(read(join(path, 'pids.events')) ?? '')?.[1] ?? 0);
}

/** @returns pids in the cgroup as this process sees them; 0 stands for one of another PID namespace */
export function processesIn(path: string): number[] {
  const text = read(join(path, 'cgroup.procs')) ?? '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
}

/**
 * Removes a cgroup once nothing is in it; what is, is killed.
 * @returns pids that do not go, empty when the cgroup is gone
 */
export async function removeCgroup(path: string): Promise<number[]> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      rmdirSync(path);
      return [];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      for (const pid of processesIn(path)) kill(pid);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return processesIn(path);
}

function kill(pid: number): void {
  // 0 would be our own process group.
  if (pid <= 0) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has gone by itself.
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function exists(path: string): boolean {
  return read(path) !== undefined;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
