import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { type MountEntry, readMountTable } from '../kubelet/mount-table.ts';
import { isReadOnly, isWithin } from '../kubelet/mounts.ts';
import { DirectoryList, type Touched } from './directory-list.ts';
import { type Changes, ChangingList, type ListName } from './list-changes.ts';

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

/** Up to so many mounts the owners in all of them are looked at after every step. */
const FEW = 100;

/** Looks at a node after each step, and tells what has changed since the step before. */
export class NodeObserver {
  readonly #root: string;
  readonly #directories: DirectoryList;
  readonly #mounts = new ChangingList();
  readonly #readOnly = new ChangingList();
  readonly #owners = new ChangingList();
  #last = new Map<number, MountEntry>();

  /** @param root the kubelet's root directory, written `<root>` */
  constructor(root: string) {
    this.#root = root;
    this.#directories = new DirectoryList(root);
  }

  observe(touched: Touched): Record<ListName, Changes> {
    this.#lookAtMounts();
    this.#lookAtOwners(touched);
    return {
      mounts: this.#mounts.changes(),
      readOnlyMounts: this.#readOnly.changes(),
      directories: this.#directories.changes(touched),
      owners: this.#owners.changes(),
    };
  }

  /** An entry that the table has kept is the very object that it was. */
  #lookAtMounts(): void {
    const root = this.#root;
    const now = new Map<number, MountEntry>();
    for (const entry of readMountTable()) {
      if (this.#last.get(entry.id) !== entry && !isOn(entry, root)) continue;
      now.set(entry.id, entry);
      if (this.#last.get(entry.id) === entry) continue;
      this.#mounts.put(String(entry.id), [`${entry.fsType} ${this.#shown(entry.mountPoint)}`]);
      this.#readOnly.put(String(entry.id), isReadOnly(entry) ? [this.#shown(entry.mountPoint)] : []);
    }
    for (const id of this.#last.keys()) {
      if (now.has(id)) continue;
      this.#mounts.drop(String(id));
      this.#readOnly.drop(String(id));
    }
    this.#last = now;
  }

  #lookAtOwners(touched: Touched): void {
    const points = new Set([...this.#last.values()].map(({ mountPoint }) => mountPoint));
    for (const path of this.#owners.keys()) if (!points.has(path)) this.#owners.drop(path);
    const all = touched === 'all' || points.size <= FEW;
    for (const path of points) {
      if (all || !this.#owners.has(path) || touched.has(this.#podOf(path))) {
        this.#owners.put(
          path,
          owners(path, (one) => this.#shown(one)),
        );
      }
    }
  }

  #shown(path: string): string {
    return `<root>${path.slice(this.#root.length)}`;
  }

  #podOf(path: string): string {
    return path.slice(`${this.#root}/pods/`.length).split('/', 1)[0] ?? '';
  }
}

function isOn({ mountPoint }: MountEntry, root: string): boolean {
  return isWithin(mountPoint, root) && mountPoint !== root;
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
