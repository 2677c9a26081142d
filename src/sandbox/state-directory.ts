import { lstatSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from '../errors.ts';

/** What runs of one user have to know of each other: ledgers of what was made, leases of loop devices. */
const PARTS = ['ledgers', 'leases', 'cells'] as const;
const MAKE_TRIES = 10;
export type StatePart = (typeof PARTS)[number];

/**
 * The directory that all runs of this user share. It is where pids, mounts and loop devices are forgotten
 * too: gone after a reboot.
 */
export function stateDirectory(): string {
  if (process.getuid?.() === 0) return '/run/flexcert';
  const runtime = process.env.XDG_RUNTIME_DIR;
  return runtime === undefined ? `/tmp/flexcert-${process.getuid?.()}` : join(runtime, 'flexcert');
}

/**
 * Makes one part of the state directory if need be.
 * @returns its path
 * @throws HarnessError when it belongs to someone else or cannot be made
 */
export function statePart(part: StatePart): string {
  const state = stateDirectory();
  const path = join(state, part);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new HarnessError(
      `cannot make ${path} (${(error as Error).message}): flexcert writes down there what it makes; make ${state} writable for this user`,
    );
  }
  const { uid } = lstatSync(state);
  if (uid !== process.getuid?.()) {
    throw new HarnessError(`${state} belongs to user ${uid}: remove it, or set XDG_RUNTIME_DIR`);
  }
  return path;
}

/**
 * Makes something in one part of the state directory. Another run that ends at this moment may take the
 * empty directory away in between; then it is made again.
 */
export function inStatePart<T>(part: StatePart, make: (directory: string) => T): T {
  for (let attempt = 1; ; attempt++) {
    try {
      return make(statePart(part));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === MAKE_TRIES) throw error;
    }
  }
}

/** Removes what is empty, so that nothing tells that a run was here. */
export function removeEmptyState(): void {
  const state = stateDirectory();
  for (const path of [...PARTS.map((part) => join(state, part)), state]) {
    try {
      rmdirSync(path);
    } catch {
      // Another run is using it, or it was never made.
    }
  }
}
