import { closeSync, constants, fstatSync, ftruncateSync, openSync, realpathSync, statSync } from 'node:fs';
import { imageOption, type Options, sizeOption, volumeName } from './options.ts';
import { recall } from './state.ts';
import { errorCode, shown, Trouble } from './trouble.ts';

/** Loop devices come in whole sectors, filesystems in whole blocks; the rest of an image would be lost to both. */
const BLOCK = 4096;

export function wholeBlocks(bytes: number): number {
  return Math.ceil(bytes / BLOCK) * BLOCK;
}

/**
 * The volume's image: from the options or, where the kubelet has lost them, from what attach wrote down. Links are
 * followed, so that one file has one path.
 * @throws Trouble when neither names one, or it is no regular file
 */
export function imageOf(options: Options): string {
  const path = imageOption(options) ?? recall(volumeName(options))?.image;
  if (path === undefined)
    throw new Trouble('option image is missing: give the absolute path of an image file');
  return regularFile(path);
}

/**
 * As {@link imageOf}, and makes the file when it is missing or empty and the option `size` says how large. Sparse: it
 * takes room as it is written.
 */
export function ensureImage(options: Options): string {
  const path = imageOption(options);
  const size = sizeOption(options);
  if (path === undefined || size === undefined) return imageOf(options);
  try {
    const { O_CREAT, O_NOFOLLOW, O_RDWR, O_EXCL } = constants;
    sizeIfEmpty(openSync(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR, 0o600), size);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST')
      throw new Trouble(`cannot make image ${shown(path)}: ${reason(error, 'its directory does not exist')}`);
    if (statSync(path, { throwIfNoEntry: false })?.size === 0)
      sizeIfEmpty(openSync(regularFile(path), 'r+'), size);
  }
  return regularFile(path);
}

/** Growing what is empty loses nothing, also when eight calls do it at once or one was killed before it could. */
function sizeIfEmpty(file: number, size: number): void {
  try {
    if (fstatSync(file).size === 0) ftruncateSync(file, wholeBlocks(size));
  } finally {
    closeSync(file);
  }
}

function regularFile(path: string): string {
  try {
    const real = realpathSync(path);
    if (statSync(real).isFile()) return real;
  } catch (error) {
    const missing = 'no such file; make it, or give the option size to have it made';
    throw new Trouble(`cannot use image ${shown(path)}: ${reason(error, missing)}`);
  }
  throw new Trouble(`image ${shown(path)} is not a regular file: this driver's volumes are image files`);
}

function reason(error: unknown, missing: string): string {
  if (errorCode(error) === 'ENOENT') return missing;
  return error instanceof Error ? error.message : String(error);
}
