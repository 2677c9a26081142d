import { existsSync, statSync, truncateSync } from 'node:fs';
import { type Answer, success } from '../answer.ts';
import { grow } from '../filesystem.ts';
import { imageOf, wholeBlocks } from '../image.ts';
import { whileLocked } from '../lock.ts';
import { backingFile, deviceNamed, deviceOf, refreshSize } from '../loop.ts';
import { mountedAt } from '../mount-table.ts';
import { parseOptions } from '../options.ts';
import { shown, Trouble } from '../trouble.ts';

/** expandvolume OPTIONS DEVICE-DIRECTORY NEW-BYTES OLD-BYTES. Grows the image, mounted or not, and its device. */
export function expandvolume(json: string, _path: string, newBytes: string, oldBytes: string): Answer {
  const image = imageOf(parseOptions(json));
  const wanted = wholeBlocks(bytes(newBytes));
  return whileLocked(image, () => {
    const size = statSync(image).size;
    if (wanted < size || wanted < bytes(oldBytes)) {
      throw new Trouble(`cannot shrink ${shown(image)} from ${size} to ${wanted} bytes: data would be lost`);
    }
    truncateSync(image, wanted);
    const device = deviceOf(image);
    if (device) refreshSize(device);
    return success({ volumeNewSize: wanted });
  });
}

/**
 * expandfs OPTIONS DEVICE DIRECTORY NEW-BYTES OLD-BYTES. The directory is the node's up to 1.20 and the pod's in 1.32. What
 * is mounted there is grown to what its device has, by the filesystem that it is: options may have changed since.
 */
export function expandfs(json: string, _device: string, path: string): Answer {
  parseOptions(json);
  const mounted = mountedAt(path);
  if (!mounted)
    throw new Trouble(
      `nothing is mounted on ${shown(path)}: mount the volume before its filesystem is grown`,
    );
  if (mounted.filesystemReadOnly)
    throw new Trouble(`${shown(path)} is mounted read-only and cannot grow: mount it writable`);
  const image = backingFile(mounted.device);
  if (!image || !existsSync(image))
    throw new Trouble(`${shown(path)} is no volume of this driver: no image is behind it`);
  whileLocked(image, () => {
    const device = deviceNamed(mounted.device);
    // The image may have been grown by hand: no controller calls expandvolume.
    refreshSize(device);
    grow(mounted.fsType, device, mounted.path);
  });
  return success();
}

function bytes(text: string): number {
  const value = Number(text);
  if (/^[0-9]+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new Trouble(`${shown(text)} is no size in bytes`);
}
