import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Changes, ChangingList } from './list-changes.ts';

/** Up to so many pods all directories are looked at after every step. */
const FEW = 100;

/** Uids of the pods that a step had to do with, or all of them. */
export type Touched = ReadonlySet<string> | 'all';

/**
 * The directories below pods/ and plugins/, with their modes. Where there are many pods, only those are looked at again
 * that a step had to do with: a look at all of them after each of a thousand steps would take longer than the steps.
 */
export class DirectoryList {
  readonly #root: string;
  /** By the path of a pod's directory, of plugins/, and of pods/ itself. */
  readonly #list = new ChangingList();

  /** @param root the kubelet's root directory, written `<root>` */
  constructor(root: string) {
    this.#root = root;
  }

  changes(touched: Touched): Changes {
    const pods = join(this.#root, 'pods');
    const plugins = join(this.#root, 'plugins');
    if (touched === 'all' || this.#list.size <= FEW) {
      const there = new Set([pods, plugins, ...names(pods).map((name) => join(pods, name))]);
      for (const path of this.#list.keys()) if (!there.has(path)) this.#list.drop(path);
      for (const path of there) if (path !== pods) this.#list.put(path, this.#below(path));
    } else {
      for (const uid of touched) this.#list.put(join(pods, uid), this.#below(join(pods, uid)));
      this.#list.put(plugins, this.#below(plugins));
    }
    this.#list.put(pods, this.#own(pods));
    return this.#list.changes();
  }

  #below(path: string): string[] {
    const own = this.#own(path);
    return own.length === 0 ? own : [...own, ...names(path).flatMap((name) => this.#below(join(path, name)))];
  }

  #own(path: string): string[] {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() !== true) return [];
    return [`<root>${path.slice(this.#root.length)} ${(stat.mode & 0o777).toString(8)}`];
  }
}

function names(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}
