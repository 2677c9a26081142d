import { existsSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { boundImage, boundNumbers, describeLoop } from './loop-devices.ts';
import { stateDirectory } from './state-directory.ts';

const MINOR_BITS = 0xffn;

/**
 * Loop devices over images of cells on the host that are gone, which no ledger names any more: a losetup that
 * was under way when its run was killed can be later than the clean-up. A cell's directory is there as long as its run.
 * @returns their numbers
 */
export async function orphanLoops(): Promise<number[]> {
  const cells = join(stateDirectory(), 'cells') + sep;
  const candidates = boundNumbers().filter((number) => {
    const image = boundImage(number) ?? '';
    return image.startsWith(cells) && !existsSync(cells + image.slice(cells.length).split(sep, 1)[0]);
  });
  if (candidates.length === 0) return [];
  const device = deviceOf(stateDirectory());
  const orphans: number[] = [];
  for (const number of candidates) {
    // A container has such paths too, on a filesystem of its own.
    if ((await describeLoop(number))?.imageDevice === device) orphans.push(number);
  }
  return orphans;
}

/** `major:minor`, as makedev of glibc packs them. */
function deviceOf(path: string): string | undefined {
  const dev = statSync(path, { bigint: true, throwIfNoEntry: false })?.dev;
  if (dev === undefined) return undefined;
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn);
  const minor = (dev & MINOR_BITS) | ((dev >> 12n) & ~MINOR_BITS);
  return `${major}:${minor}`;
}
