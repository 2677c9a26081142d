import { closeSync, constants, openSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToBytes } from '../path-bytes.ts';
import type { Profile } from '../profile.ts';
import { errnoOf, PathError, withPath } from './path-error.ts';

/** open(2)'s O_PATH, which Node does not name: refers to a file without asking its filesystem. */
const O_PATH = 0o10000000;

/**
 * Whether the kubelet takes a path for a mount point. docs/kubelet.md, "Looks mounted".
 * @throws PathError when the path cannot be examined
 */
export function looksMounted(path: string, profile: Pick<Profile, 'asksKernelForMountPoints'>): boolean {
  return profile.asksKernelForMountPoints ? isMountRoot(path) : isOnAnotherDevice(path);
}

/** Up to about 1.29: another device than the directory above it. Blind for bind mounts of the same filesystem. */
function isOnAnotherDevice(path: string): boolean {
  const above = dirname(path);
  const own = withPath('stat', path, () => statSync(pathToBytes(path)));
  return own.dev !== withPath('stat', above, () => statSync(pathToBytes(above))).dev;
}

/**
 * What newer kubelets ask statx(2) for, which Node cannot call: whether the path, symlinks followed, is the root of a
 * mount. The kernel tells by the mount's number, which changes exactly there, and does not ask the filesystem either.
 */
function isMountRoot(path: string): boolean {
  try {
    return withFile(pathToBytes(path), (file) => {
      const resolved = readlinkSync(`/proc/self/fd/${file}`, 'buffer');
      if (resolved.equals(Buffer.from('/'))) return true;
      const above = resolved.subarray(0, Math.max(1, resolved.lastIndexOf('/')));
      return mountOf(file) !== withFile(above, mountOf);
    });
  } catch (error) {
    throw new PathError(undefined, errnoOf(error));
  }
}

function withFile<Result>(path: Buffer, act: (file: number) => Result): Result {
  const file = openSync(path, O_PATH | constants.O_RDONLY);
  try {
    return act(file);
  } finally {
    closeSync(file);
  }
}

function mountOf(file: number): string {
  return /^mnt_id:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${file}`, 'latin1'))?.[1] ?? '';
}
