import { type BigIntStats, lstatSync, readdirSync } from 'node:fs';
import { isWithin } from './host-view.ts';
import { readMountTable } from './mount-table.ts';
import { pathFromBytes } from './path-bytes.ts';

/** One path that differs from the host's. */
export interface ChangedFile {
  /** Absolute; bytes that are no UTF-8 as lone surrogates. */
  path: string;
  kind: 'file' | 'directory' | 'symlink' | 'device' | 'socket' | 'pipe' | 'removed';
  /** Differs when it was written, or made, again. */
  version: string;
  /** Differs when it is another one under the same path. */
  inode: string;
  /** What it holds; 0 for a directory. */
  bytes: number;
}

/** Where writes to a cell go. */
export interface Layers {
  /** Descriptor of the cell's own filesystem. */
  files: number;
  /** Where each layer is seen in the cell, by its number. */
  seenAt: Readonly<Record<number, string>>;
}

/**
 * Lists what was written, by walking the layers that took the writes: it costs what was written, not what
 * the host has. Directories are listed when they are new and nothing in them is listed.
 * @param ignored directories whose content does not count
 */
export function changedFiles({ files, seenAt }: Layers, ignored: readonly string[]): ChangedFile[] {
  const found: ChangedFile[] = [];
  const mounted = readMountTable().map((entry) => entry.mountPoint);
  const layers = Object.values(seenAt);
  const covers = mounted.filter((mountPoint) => !layers.includes(mountPoint));

  /** @returns whether anything was listed */
  const walk = (directory: Buffer, seen: string): boolean => {
    const before = found.length;
    for (const name of readdirSync(directory, { encoding: 'buffer' })) {
      const at = Buffer.concat([directory, Buffer.from('/'), name]);
      const path = `${seen}/${pathFromBytes(name)}`;
      if (ignored.some((ignoredPath) => isWithin(path, ignoredPath))) continue;
      const stat = lstatSync(at, { bigint: true });
      const kind = kindOf(stat);
      const inode = String(stat.ino);
      const about = { path, kind, inode };
      if (kind !== 'directory')
        found.push({
          ...about,
          version: `${stat.ino}:${stat.size}:${stat.ctimeNs}`,
          bytes: Number(stat.size),
        });
      else if (!walk(at, path) && isNew(path, covers)) found.push({ ...about, version: inode, bytes: 0 });
    }
    return found.length > before;
  };

  for (const [index, path] of Object.entries(seenAt)) {
    walk(Buffer.from(`/proc/self/fd/${files}/upper/${index}`), path === '/' ? '' : path);
  }
  walk(Buffer.from(`/proc/self/fd/${files}/dev`), '/dev');
  return found;
}

/** @returns those of `after` that are not in `before` as they are now */
export function changesSince(before: readonly ChangedFile[], after: readonly ChangedFile[]): ChangedFile[] {
  const known = new Map(before.map(({ path, version }) => [path, version]));
  return after.filter(({ path, version }) => known.get(path) !== version);
}

/**
 * A directory of the upper layer is new unless the host has it too: overlayfs then gives it one link. Where
 * something is mounted over it, it is not asked, as whoever serves that mount may be frozen.
 */
function isNew(path: string, covers: readonly string[]): boolean {
  if (covers.some((mountPoint) => isWithin(path, mountPoint))) return true;
  return lstatSync(path, { throwIfNoEntry: false })?.nlink !== 1;
}

function kindOf(stat: BigIntStats): ChangedFile['kind'] {
  if (stat.isDirectory()) return 'directory';
  if (stat.isFile()) return 'file';
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isSocket()) return 'socket';
  if (stat.isFIFO()) return 'pipe';
  // How overlayfs writes down that a file of the host is hidden.
  return stat.isCharacterDevice() && stat.rdev === 0n ? 'removed' : 'device';
}
