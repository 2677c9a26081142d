import { realpathSync } from 'node:fs';
import { KubeletError } from '../kubelet-error.ts';
import type { MountEntry } from '../mount-table.ts';
import { readMountTable } from '../mount-table.ts';
import { isWithin } from '../mounts.ts';
import { pathFromBytes, pathToBytes } from '../path-bytes.ts';
import { isCorruptedMount } from './clean-mount-point.ts';
import { exists } from './directories.ts';
import { withPath } from './path-error.ts';

/**
 * Where else the same directory of the same filesystem is mounted: while there is such a place, the kubelet does not
 * unmount a device. A path that is missing, or whose mount is broken, has none.
 * @throws KubeletError when the path cannot be examined
 */
export function mountReferences(path: string): string[] {
  try {
    if (!exists(path)) return [];
  } catch (error) {
    if (isCorruptedMount(error)) return [];
    throw error;
  }
  const real = withPath('lstat', path, () => pathFromBytes(realpathSync.native(pathToBytes(path), 'buffer')));
  return referencesIn(readMountTable(), real);
}

/** The same for a path without symlinks, in a given mount table. */
export function referencesIn(table: readonly MountEntry[], path: string): string[] {
  // The last entry outranks those before it: it may cover them.
  const holder = table.findLast((entry) => isWithin(path, entry.mountPoint));
  if (holder === undefined) throw new KubeletError(`failed to get root path and major:minor for ${path}`);
  const root = rootOf(holder, path);
  return table
    .filter((entry) => entry.id !== holder.id && entry.root === root && entry.device === holder.device)
    .map((entry) => entry.mountPoint);
}

/**
 * The source of the mount on a path and how many mounts have that source, as kubelets before 1.6 count before a
 * detach. Nothing mounted there: no device.
 */
export function mountSource(path: string): { device: string; mounts: number } {
  const table = readMountTable();
  const device = table.find((entry) => entry.mountPoint === path)?.source ?? '';
  return { device, mounts: device === '' ? 0 : table.filter((entry) => entry.source === device).length };
}

/** Which directory of the filesystem a path is. */
function rootOf(holder: MountEntry, path: string): string {
  const inside = holder.mountPoint === '/' ? path : path.slice(holder.mountPoint.length);
  if (inside === '' || inside === '/') return holder.root;
  return holder.root === '/' ? inside : `${holder.root}${inside}`;
}
