import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { MountEntry } from '../kubelet/mount-table.ts';
import { type Changes, ChangingList } from './list-changes.ts';
import { placeOf, type Touched } from './places.ts';

/** Up to so many mounts the owners in all of them are looked at after every step. */
const FEW = 100;
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
    for (const { mountPoint } of come) this.#count(mountPoint, 1);
    for (const { mountPoint } of gone) this.#count(mountPoint, -1);
    const all = touched === 'all' || this.#list.size <= FEW;
    const changed = [...come, ...gone].map(({ mountPoint }) => this.#placeOf(mountPoint));
    for (const place of all ? this.#points.keys() : new Set([...touched, ...changed])) {
      for (const path of this.#points.get(place)?.keys() ?? []) this.#list.put(path, this.#owners(path));
    }
    return this.#list.changes();
  }

  #count(path: string, change: number): void {
    const place = this.#placeOf(path);
    const points = this.#points.get(place) ?? new Map<string, number>();
    const count = (points.get(path) ?? 0) + change;
    if (count > 0) points.set(path, count);
    else {
      points.delete(path);
      this.#list.drop(path);
    }
    if (points.size > 0) this.#points.set(place, points);
    else this.#points.delete(place);
  }

  #placeOf(path: string): string {
    return placeOf(this.#root, path) ?? ELSEWHERE;
  }

  #owners(path: string): string[] {
    return [path, ...names(path).map((name) => join(path, name))].flatMap((entry) => {
      // A broken mount has no owner to tell.
      const stat = entry === path ? tryStat(path) : lstatSync(entry, { throwIfNoEntry: false });
      if (stat === undefined) return [];
      const shown = `<root>${entry.slice(this.#root.length)}`;
      return [`${shown} ${(stat.mode & 0o7777).toString(8)} ${stat.uid} ${stat.gid}`];
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

function names(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}
