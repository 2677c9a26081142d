import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { readMountTable } from '../kubelet/mount-table.ts';
import { isReadOnly, isWithin } from '../kubelet/mounts.ts';
import { DirectoryList } from './directory-list.ts';

/** What is on the node after a step, written as the recordings write it. */
export interface Observation {
  /** Filesystem type and path. */
  mounts: string[];
  readOnlyMounts: string[];
  /** Path and low nine mode bits, below pods/ and plugins/. */
  directories: string[];
  /** Path, mode, uid and gid of each mount and of what lies directly in it. */
  owners: string[];
}

/** Looks at a node after each step. */
export class NodeObserver {
  readonly #root: string;
  readonly #directories: DirectoryList;

  /** @param root the kubelet's root directory, written `<root>` */
  constructor(root: string) {
    this.#root = root;
    this.#directories = new DirectoryList(root);
  }

  /** @param touched whether the step had to do with a pod, by its uid */
  observe(touched: (podUid: string) => boolean): Observation {
    const root = this.#root;
    const mounts = readMountTable().filter(
      (entry) => isWithin(entry.mountPoint, root) && entry.mountPoint !== root,
    );
    const shown = (path: string): string => `<root>${path.slice(root.length)}`;
    const points = [...new Set(mounts.map((entry) => entry.mountPoint))];
    return {
      mounts: mounts.map((entry) => `${entry.fsType} ${shown(entry.mountPoint)}`),
      readOnlyMounts: mounts.filter(isReadOnly).map((entry) => shown(entry.mountPoint)),
      directories: this.#directories.list(touched),
      owners: points.flatMap((path) => owners(path, shown)),
    };
  }
}

function owners(path: string, shown: (path: string) => string): string[] {
  return [path, ...names(path).map((name) => join(path, name))].flatMap((entry) => {
    // A broken mount has no owner to tell.
    const stat = entry === path ? tryStat(path) : lstatSync(entry, { throwIfNoEntry: false });
    return stat === undefined
      ? []
      : [`${shown(entry)} ${(stat.mode & 0o7777).toString(8)} ${stat.uid} ${stat.gid}`];
  });
}

function tryStat(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function names(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}
