import { isCorruptedMount } from './disk/clean-mount-point.ts';
import { KubeletError, textOf } from './kubelet-error.ts';
import type { Disk } from './plugin-host.ts';

/**
 * Makes the directory when it is absent.
 * @returns whether something looks mounted on it already: then the driver is not called
 */
export function prepareForMount(disk: Disk, path: string): boolean {
  return asKubeletError(() => {
    try {
      return disk.looksMounted(path);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      disk.makeDirectory(path);
      return false;
    }
  });
}

/** Whether it looks mounted; a mount that lost its server counts as one. */
export function looksMountedOrBroken(disk: Disk, path: string): boolean {
  try {
    return disk.looksMounted(path);
  } catch (error) {
    if (isCorruptedMount(error)) return true;
    throw new KubeletError(textOf(error));
  }
}

/** The driver may have removed the directory itself; what is left of it is removed once. */
export function removeIfLeft(disk: Disk, path: string): void {
  asKubeletError(() => {
    if (disk.exists(path)) disk.remove(path);
  });
}

/** Removes a directory that nothing should be left of, without minding a failure. */
export function tryToRemove(disk: Disk, path: string): void {
  try {
    disk.remove(path);
  } catch {
    // The kubelet does not look at the result either.
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

function asKubeletError<Result>(task: () => Result): Result {
  try {
    return task();
  } catch (error) {
    throw new KubeletError(textOf(error));
  }
}
