import { chmodSync, cpSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { directoryName, executablePath } from '../../kubelet/paths.ts';
import type { CellInput } from '../messages.ts';

/**
 * Puts the driver where a kubelet looks for it: a directory whole, an executable alone. Modes and links are
 * kept, since requirements look at them.
 *
 * @returns the executable that a kubelet calls
 */
export function installDriver(
  { path, kind }: CellInput['source'],
  name: string,
  pluginDirectory: string,
): string {
  const executable = executablePath(pluginDirectory, name);
  const copy = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true };
  if (kind === 'directory') {
    const directory = join(pluginDirectory, directoryName(name));
    cpSync(path, directory, copy);
    chmodSync(directory, statSync(path).mode);
  } else {
    mkdirSync(dirname(executable), { recursive: true, mode: 0o755 });
    // An executable may be given by a link to it.
    cpSync(path, executable, { dereference: true, preserveTimestamps: true });
    chmodSync(executable, statSync(path).mode);
  }
  return executable;
}
