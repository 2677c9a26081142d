import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';

/** PATH of a service that names none, on systemd: what most kubelets run with. */
export const SERVICE_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Where a tool lies on a PATH, or undefined. */
export function findTool(name: string, path: string): string | undefined {
  return path
    .split(':')
    .map((directory) => join(directory === '' ? '.' : directory, name))
    .find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
