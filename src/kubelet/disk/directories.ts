import { mkdirSync, rmdirSync, statSync, unlinkSync } from 'node:fs';
import { pathToBytes } from '../path-bytes.ts';
import { errnoOf, PathError, withPath } from './path-error.ts';

/** The mode of every directory that the kubelet makes for a volume. */
const MODE = 0o750;

/**
 * Whether there is something, symlinks followed.
 * @throws PathError when it cannot be told, such as ENOTCONN for a mount whose server is gone
 */
export function exists(path: string): boolean {
  try {
    statSync(pathToBytes(path));
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw new PathError(`stat ${path}`, errnoOf(error));
  }
}

/**
 * Makes a directory with its parents, as the kubelet's umask allows.
 * @throws PathError
 */
export function makeDirectory(path: string): void {
  withPath('mkdir', path, () => mkdirSync(pathToBytes(path), { recursive: true, mode: MODE }));
}

/**
 * Removes a file or an empty directory, and nothing that is in it: one unlink, else one rmdir.
 * @throws PathError with what rmdir said, or unlink when it is no directory
 */
export function removeDirectory(path: string): void {
  const bytes = pathToBytes(path);
  const unlinked = errnoOfAct(() => unlinkSync(bytes));
  if (unlinked === undefined) return;
  const removed = errnoOfAct(() => rmdirSync(bytes));
  if (removed === undefined) return;
  throw new PathError(`remove ${path}`, removed === 'ENOTDIR' ? unlinked : removed);
}

function errnoOfAct(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return errnoOf(error);
  }
}
