import { lstatSync, readdirSync, readlinkSync, renameSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from './home.ts';
import { HOME } from './shim-script.ts';

/** Lets the driver find beside itself what it found there before: a link for each file and directory. */
export function linkNeighbours(home: Home): void {
  const there = new Set(readdirSync(home.home));
  for (const name of readdirSync(home.directory)) {
    if (name === HOME || name === home.name || there.has(name) || isOurs(name)) continue;
    symlinkSync(join('..', name), join(home.home, name));
  }
}

/**
 * Empties the dot directory but for the driver itself: links of ours go, and what the driver wrote beside
 * itself meanwhile goes back to where it would have been.
 *
 * @returns names that are in both places and were left where they are
 */
export function returnNeighbours(home: Home): string[] {
  const left: string[] = [];
  for (const name of readdirSync(home.home)) {
    if (name === home.name || isOurs(name)) continue;
    const path = join(home.home, name);
    if (lstatSync(path).isSymbolicLink() && readlinkSync(path) === join('..', name)) {
      unlinkSync(path);
      continue;
    }
    const back = join(home.directory, name);
    if (lstatSync(back, { throwIfNoEntry: false }) === undefined) renameSync(path, back);
    else left.push(name);
  }
  return left;
}

function isOurs(name: string): boolean {
  return name === '.original' || name === '.record.json' || name === '.shim' || /^\..*\.flexcert$/.test(name);
}
