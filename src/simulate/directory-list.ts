import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Up to so many directories all of them are looked at after every step. */
const FEW = 500;

/**
 * The directories below pods/ and plugins/, with their modes. Where there are thousands, only those are
 * looked at again that a step has to do with: a look at all of them after each of a thousand steps would
 * take longer than the steps.
 */
export class DirectoryList {
  readonly #root: string;
  /** By the path of a pod's directory, or of plugins/: it and what is below. */
  readonly #known = new Map<string, string[]>();
  #count = 0;

  /** @param root the kubelet's root directory, written `<root>` */
  constructor(root: string) {
    this.#root = root;
  }

  /** @param touched tells whether a step had to do with a directory, by a part of its path */
  list(touched: (pod: string) => boolean): string[] {
    const pods = join(this.#root, 'pods');
    const plugins = join(this.#root, 'plugins');
    const tops = [...names(pods).map((name) => join(pods, name)), plugins];
    const all = this.#count <= FEW;
    const there = new Set(tops);
    for (const path of this.#known.keys()) if (!there.has(path)) this.#known.delete(path);
    for (const path of tops) {
      const isKnown = this.#known.has(path);
      if (all || !isKnown || path === plugins || touched(path.slice(pods.length + 1))) {
        this.#known.set(path, this.#below(path));
      }
    }
    const found = [this.#own(pods), ...tops.map((path) => this.#known.get(path) ?? [])].flat();
    this.#count = found.length;
    return found;
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
