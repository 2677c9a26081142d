import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * sha256 of each file of a driver, by its path within the driver's directory; of an executable alone, by its
 * name. A symlink counts as the file that it leads to. One that leads to a directory, or nowhere, counts by
 * where it leads: what lies behind it is no part of the driver.
 */
export function driverFiles(path: string): Record<string, string> {
  if (!statSync(path).isDirectory()) return { [basename(path)]: sha256(readFileSync(path)) };
  return Object.fromEntries([...filesIn(path, '')].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Walks by itself: a recursive readdir follows links to directories, out of the driver and round in circles. */
function* filesIn(directory: string, prefix: string): Generator<[name: string, digest: string]> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const file = join(directory, entry.name);
    const name = prefix + entry.name;
    if (entry.isDirectory()) yield* filesIn(file, `${name}/`);
    else if (isFile(file)) yield [name, sha256(readFileSync(file))];
    else if (entry.isSymbolicLink()) yield [name, sha256(Buffer.from(readlinkSync(file)))];
  }
}

/** A link may lead nowhere, or to itself. */
function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
