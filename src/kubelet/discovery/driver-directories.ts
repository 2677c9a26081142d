import { type Dirent, readdirSync } from 'node:fs';

/**
 * The directories that a scan takes for drivers, in the order of their names: real directories, no symlinks, and no
 * name that begins with a dot. A plugin directory that cannot be read holds none.
 */
export function driverDirectories(pluginDirectory: string): string[] {
  return entries(pluginDirectory)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function entries(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
