import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Paths below a directory, relative to it, sorted; other filesystems are not entered. */
export function filesBelow(dir: string): string[] {
  const found: string[] = [];
  const device = deviceOf(dir);
  if (device === undefined) return found;
  const enter = (at: string) => {
    for (const entry of entries(at)) {
      const path = join(at, entry.name);
      found.push(relative(dir, path));
      if (entry.isDirectory() && deviceOf(path) === device) enter(path);
    }
  };
  enter(dir);
  return found.sort();
}

function entries(dir: string): Dirent[] {
  return readdirSync(dir, { withFileTypes: true });
}

function deviceOf(path: string): number | undefined {
  try {
    return lstatSync(path).dev;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
