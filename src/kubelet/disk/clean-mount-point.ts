import { KubeletError } from '../kubelet-error.ts';
import type { Profile } from '../profile.ts';
import { exists, removeDirectory } from './directories.ts';
import { looksMounted } from './looks-mounted.ts';
import { unmountPath } from './mount.ts';
import { errnoOf } from './path-error.ts';

/** What the system says of a mount whose server is gone. */
const CORRUPTED = ['ENOTCONN', 'ESTALE', 'EIO', 'EACCES', 'EHOSTDOWN'];

/** Whether an error of examining a path means that something is mounted there and does not work. */
export function isCorruptedMount(error: unknown): boolean {
  return CORRUPTED.includes(errnoOf(error));
}

/**
 * The kubelet's default for unmount and unmountdevice: unmounts once when it looks mounted, and removes the directory.
 * @throws KubeletError, also when something is still mounted there
 */
export async function cleanMountPoint(path: string, profile: Profile): Promise<void> {
  if (!existsOrCorrupted(path)) return;
  if (looksMountedOrCorrupted(path, profile)) {
    await unmountPath(path);
    if (looksMounted(path, profile)) {
      throw new KubeletError(`${profile.errorsBeginLowerCase ? 'f' : 'F'}ailed to unmount path ${path}`);
    }
  }
  removeDirectory(path);
}

function existsOrCorrupted(path: string): boolean {
  try {
    return exists(path);
  } catch (error) {
    if (isCorruptedMount(error)) return true;
    throw error;
  }
}

function looksMountedOrCorrupted(path: string, profile: Profile): boolean {
  try {
    return looksMounted(path, profile);
  } catch (error) {
    if (isCorruptedMount(error)) return true;
    throw error;
  }
}
