import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { pathFromBytes } from '../../sandbox/path-bytes.ts';

const SLASH = Buffer.from('/');

/**
 * Paths below a directory, relative to it, sorted; other filesystems are not entered. Bytes that are no UTF-8 come as
 * lone surrogates, as in the mount table.
 */
export function filesBelow(dir: string): string[] {
  const found: string[] = [];
  const top = Buffer.from(dir);
  const device = deviceOf(top);
  if (device === undefined) return found;
  const enter = (at: Buffer, seen: string) => {
    for (const entry of entries(at)) {
      const path = Buffer.concat([at, SLASH, entry.name]);
      const name = `${seen}${pathFromBytes(entry.name)}`;
      found.push(name);
      if (entry.isDirectory() && deviceOf(path) === device) enter(path, `${name}/`);
    }
  };
  enter(top, '');
  return found.sort();
}

function entries(dir: Buffer): Dirent<Buffer>[] {
  return readdirSync(dir, { withFileTypes: true, encoding: 'buffer' }) as unknown as Dirent<Buffer>[];
}

function deviceOf(path: Buffer): number | undefined {
  try {
    return lstatSync(path).dev;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
