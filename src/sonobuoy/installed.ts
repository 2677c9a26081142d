import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { directoryName } from '../kubelet/paths.ts';

/**
 * Directories of the drivers that are installed: what a kubelet would take for one at its first scan, so no
 * symlinks and nothing hidden.
 *
 * @param name `vendor/driver` when only that one is meant
 * @returns absolute paths, sorted
 * @throws UsageError when the plugin directory cannot be read, or that driver is not in it
 */
export function installedDrivers(pluginDirectory: string, name?: string): string[] {
  const directories = read(pluginDirectory);
  if (name === undefined) return directories.map((directory) => join(pluginDirectory, directory));
  const wanted = directoryName(name);
  if (directories.includes(wanted)) return [join(pluginDirectory, wanted)];
  const there = directories.length === 0 ? 'no driver' : directories.join(', ');
  throw new UsageError(
    `${name} is not installed on this node: ${pluginDirectory} holds ${there}. Install it, or name another`,
  );
}

function read(pluginDirectory: string): string[] {
  try {
    return readdirSync(pluginDirectory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    throw new UsageError(
      `the plugin directory cannot be read: ${(error as Error).message}. Mount the node's one, or say --plugin-directory DIR`,
    );
  }
}
