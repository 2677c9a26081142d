import type { MountEntry } from '../kubelet/mount-table.ts';
import { isReadOnly } from '../kubelet/mounts.ts';
import { DirectoryList } from './directory-list.ts';
import { type Changes, ChangingList, type ListName } from './list-changes.ts';
import { MountWatch } from './mount-watch.ts';
import { OwnerList } from './owner-list.ts';
import { shownBelow, type Touched } from './places.ts';

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

/** Looks at a node after each step, and tells what has changed since the step before. */
export class NodeObserver {
  readonly #root: string;
  readonly #watch: MountWatch;
  readonly #directories: DirectoryList;
  readonly #owners: OwnerList;
  readonly #mounts = new ChangingList();
  readonly #readOnly = new ChangingList();

  /** @param root the kubelet's root directory, written `<root>` */
  constructor(root: string) {
    this.#root = root;
    this.#watch = new MountWatch(root);
    this.#directories = new DirectoryList(root);
    this.#owners = new OwnerList(root);
  }

  observe(touched: Touched): Record<ListName, Changes> {
    const { gone, come } = this.#watch.changes();
    for (const { id } of gone) {
      this.#mounts.drop(String(id));
      this.#readOnly.drop(String(id));
    }
    for (const entry of come) this.#put(entry);
    return {
      mounts: this.#mounts.changes(),
      readOnlyMounts: this.#readOnly.changes(),
      directories: this.#directories.changes(touched),
      owners: this.#owners.changes(gone, come, touched),
    };
  }

  #put(entry: MountEntry): void {
    const shown = shownBelow(this.#root, entry.mountPoint);
    this.#mounts.put(String(entry.id), [`${entry.fsType} ${shown}`]);
    this.#readOnly.put(String(entry.id), isReadOnly(entry) ? [shown] : []);
  }
}
