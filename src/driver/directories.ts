import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a directory with its parents; one that is there already is fine.
 *
 * Node's own `recursive` tries for ever where a parent exists in which nothing can be made, such as /proc.
 */
export function makeDirectories(path: string, mode: number): void {
  if (existsSync(path)) return;
  if (!existsSync(dirname(path))) makeDirectories(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another call may have been quicker.
    if (!existsSync(path)) throw error;
  }
}
