import { lstatSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../kubelet/directory-names.ts';
import type { MountEntry } from '../kubelet/mount-table.ts';
import { type Changes, ChangingList } from './list-changes.ts';
import { FEW, placeOf, shownBelow, type Touched } from './places.ts';

/** For a mount that lies in no place. */
const ELSEWHERE = '';

/** Owner and mode of what is mounted and of what lies directly in it. */
export class OwnerList {
  readonly #root: string;
  readonly #list = new ChangingList();
  /** How many mounts there are at each mount point, by the place that it lies in. */
  readonly #points = new Map<string, Map<string, number>>();

  /** @param root the kubelet's root directory, written `<root>` */
  constructor(root: string) {
    this.#root = root;
  }

  changes(gone: readonly MountEntry[], come: readonly MountEntry[], touched: Touched): Changes {
    const changed = [
      ...come.map(({ mountPoint }) => this.#count(mountPoint, 1)),
      ...gone.map(({ mountPoint }) => this.#count(mountPoint, -1)),
    ];
    const all = touched === 'all' || this.#list.size <= FEW;
    for (const place of all ? this.#points.keys() : new Set([...touched, ...changed])) {
      for (const path of this.#points.get(place)?.keys() ?? []) this.#list.put(path, this.#owners(path));
    }
    return this.#list.changes();
  }

  /** @returns the place of that mount point */
  #count(path: string, change: number): string {
    const place = placeOf(this.#root, path) ?? ELSEWHERE;
    const points = this.#points.get(place) ?? new Map<string, number>();
    const count = (points.get(path) ?? 0) + change;
    if (count > 0) points.set(path, count);
    else {
      points.delete(path);
      this.#list.drop(path);
    }
    if (points.size > 0) this.#points.set(place, points);
    else this.#points.delete(place);
    return place;
  }

  #owners(path: string): string[] {
    return [path, ...namesIn(path).map((name) => join(path, name))].flatMap((entry) => {
      // A broken mount has no owner to tell.
      const stat = entry === path ? tryStat(path) : lstatSync(entry, { throwIfNoEntry: false });
      if (stat === undefined) return [];
      return [`${shownBelow(this.#root, entry)} ${(stat.mode & 0o7777).toString(8)} ${stat.uid} ${stat.gid}`];
    });
  }
}

function tryStat(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
