import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../kubelet/directory-names.ts';
import { type Changes, ChangingList } from './list-changes.ts';
import { FEW, placeOf, shownBelow, type Touched } from './places.ts';

/**
 * The directories below pods/ and plugins/, with their modes. Where there are many places, only those are looked at
 * again that a step had to do with: a look at all of them after each of a thousand steps would take longer than the steps.
 */
export class DirectoryList {
  readonly #root: string;
  /** By the path of a place, of plugins/ for what lies above the places there, and of pods/ itself. */
  readonly #list = new ChangingList();

  /** @param root the kubelet's root directory, written `<root>` */
  constructor(root: string) {
    this.#root = root;
  }

  changes(touched: Touched): Changes {
    const pods = join(this.#root, 'pods');
    const plugins = join(this.#root, 'plugins');
    const above = this.#abovePlaces(plugins);
    if (touched === 'all' || this.#list.size <= FEW) {
      const parents = [pods, ...above.filter((path) => this.#holdsPlaces(path))];
      const places = parents.flatMap((parent) => namesIn(parent).map((name) => join(parent, name)));
      const there = new Set([pods, plugins, ...places]);
      for (const path of this.#list.keys()) if (!there.has(path)) this.#list.drop(path);
      for (const path of places) this.#list.put(path, this.#below(path));
    } else {
      for (const path of touched) this.#list.put(path, this.#below(path));
    }
    this.#list.put(
      plugins,
      above.flatMap((path) => this.#own(path)),
    );
    this.#list.put(pods, this.#own(pods));
    return this.#list.changes();
  }

  /** A directory and those below it that lie in no place; where the places lie there can be thousands of names. */
  #abovePlaces(path: string): string[] {
    if (this.#own(path).length === 0) return [];
    const further = this.#holdsPlaces(path) ? [] : namesIn(path);
    return [path, ...further.flatMap((name) => this.#abovePlaces(join(path, name)))];
  }

  #holdsPlaces(path: string): boolean {
    return placeOf(this.#root, join(path, 'any')) !== undefined;
  }

  #below(path: string): string[] {
    const own = this.#own(path);
    return own.length === 0
      ? own
      : [...own, ...namesIn(path).flatMap((name) => this.#below(join(path, name)))];
  }

  #own(path: string): string[] {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() !== true) return [];
    return [`${shownBelow(this.#root, path)} ${(stat.mode & 0o777).toString(8)}`];
  }
}
