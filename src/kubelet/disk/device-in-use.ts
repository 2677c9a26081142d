import { closeSync, constants, openSync, statSync } from 'node:fs';
import { pathToBytes } from '../path-bytes.ts';
import { errnoOf, PathError } from './path-error.ts';

/**
 * Whether a device cannot be opened exclusively, because it is mounted or somebody holds it so: then the kubelet says it
 * is "in use when it was no longer expected to be in use" and waits. What is no device, or missing, is not in use.
 * @throws PathError when the system does not tell
 */
export function deviceInUse(device: string): boolean {
  if (!isDevice(device)) return false;
  try {
    closeSync(openSync(pathToBytes(device), constants.O_RDONLY | constants.O_EXCL));
    return false;
  } catch (error) {
    if (errnoOf(error) === 'EBUSY') return true;
    throw new PathError(undefined, errnoOf(error));
  }
}

function isDevice(path: string): boolean {
  try {
    const stat = statSync(pathToBytes(path));
    return stat.isBlockDevice() || stat.isCharacterDevice();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw new PathError(`stat ${path}`, errnoOf(error));
  }
}
