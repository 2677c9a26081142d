import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  unlinkSync,
} from 'node:fs';
import { pathFromBytes, pathToBytes } from './path-bytes.ts';

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;

/** What could not be removed, and the kernel's reason. */
export interface Remaining {
  path: string;
  reason: string;
}

/**
 * Removes a directory and what is in it, without ever leaving the mount that the directory is on. Each
 * directory is opened and asked which mount it is on before anything in it is touched, and what is in it is
 * reached through that open directory: so even a mount that appears while this runs keeps its files.
 * Node's own recursive removal deletes what lies behind a bind mount (measured on Node 24).
 * @param path absolute, no symlink
 * @returns what stays, empty when all is gone
 */
export function removeTree(path: string): Remaining[] {
  const at = pathToBytes(path);
  let directory: number;
  try {
    directory = openDirectory(at);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return [];
    // A file, or a symlink, which is removed and not followed.
    if (code === 'ENOTDIR' || code === 'ELOOP') return attempt(path, () => unlinkSync(at));
    return [{ path, reason: code }];
  }
  try {
    const remaining = emptyDirectory(directory, path, mountOf(directory));
    return remaining.length > 0 ? remaining : attempt(path, () => rmdirSync(at));
  } catch (error) {
    // Without /proc, which a driver may have covered, nobody can tell where a mount begins.
    return [{ path, reason: codeOf(error) }];
  } finally {
    closeSync(directory);
  }
}

/** Empties an open directory; closes what it opens. */
function emptyDirectory(directory: number, path: string, mount: string): Remaining[] {
  const remaining: Remaining[] = [];
  for (const name of readdirSync(`/proc/self/fd/${directory}`, { encoding: 'buffer' })) {
    const at = Buffer.concat([Buffer.from(`/proc/self/fd/${directory}/`), name]);
    remaining.push(...removeEntry(at, `${path}/${pathFromBytes(name)}`, mount));
  }
  return remaining;
}

function removeEntry(at: Buffer, path: string, mount: string): Remaining[] {
  let child: number | undefined;
  try {
    if (!lstatSync(at).isDirectory()) return attempt(path, () => unlinkSync(at));
    child = openDirectory(at);
    if (mountOf(child) !== mount) return [{ path, reason: 'something is mounted there' }];
    const remaining = emptyDirectory(child, path, mount);
    return remaining.length > 0 ? remaining : attempt(path, () => rmdirSync(at));
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? [] : [{ path, reason: codeOf(error) }];
  } finally {
    if (child !== undefined) closeSync(child);
  }
}

function openDirectory(at: Buffer): number {
  return openSync(at, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
}

/** The number of the mount that an open directory is on: a bind mount has the device of its source, but its own number. */
function mountOf(directory: number): string {
  const info = readFileSync(`/proc/self/fdinfo/${directory}`, 'latin1');
  const found = /^mnt_id:\s*(\d+)$/m.exec(info)?.[1];
  if (found === undefined) throw new Error('the kernel does not tell which mount a directory is on');
  return found;
}

function attempt(path: string, act: () => void): Remaining[] {
  try {
    act();
    return [];
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' ? [] : [{ path, reason: code }];
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
