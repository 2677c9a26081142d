import {
  closeSync,
  type FSWatcher,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  type Stats,
  watch,
} from 'node:fs';
import type { PluginChange, PluginEvent } from './discovery/plugin-event.ts';
import { pathFromBytes, pathToBytes } from './path-bytes.ts';

export interface PluginWatch {
  close(): void;
}

/** open(2)'s O_PATH and O_NOFOLLOW: holds a file without opening it, to ask later whether it still has a name. */
const ITSELF = 0o10000000 | 0o400000;

/**
 * Watches a plugin directory as the kubelet does: it and every real directory in it, those that come later as well, and
 * not through symlinks. The directory is made when it is not there, and made again when it is removed.
 * @param onEvent told of each event, in the kernel's order
 * @param onError told of a directory that cannot be watched (inotify's limits)
 */
export function watchPluginDirectory(
  directory: string,
  onEvent: (event: PluginEvent) => void,
  onError: (error: Error) => void = () => {},
): PluginWatch {
  return new Watch(directory, onEvent, onError);
}

class Watch implements PluginWatch {
  readonly #root: string;
  readonly #onEvent: (event: PluginEvent) => void;
  readonly #onError: (error: Error) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  /** By path, a descriptor that tells a removed file from one that was renamed. */
  readonly #held = new Map<string, number>();

  constructor(root: string, onEvent: (event: PluginEvent) => void, onError: (error: Error) => void) {
    this.#root = root;
    this.#onEvent = onEvent;
    this.#onError = onError;
    this.#addRoot();
  }

  close(): void {
    this.#forget('');
  }

  #addRoot(): void {
    mkdirSync(this.#root, { recursive: true, mode: 0o755 });
    this.#add('');
  }

  /** Holds a file, watches a directory and adds what is in it. */
  #add(path: string): void {
    const stat = this.#examine(path);
    if (stat === undefined) return;
    this.#hold(path);
    if (!stat.isDirectory() || !this.#watch(path)) return;
    for (const name of this.#namesIn(path)) this.#add(path === '' ? name : `${path}/${name}`);
  }

  #watch(path: string): boolean {
    this.#watchers.get(path)?.close();
    try {
      const options = { persistent: false, encoding: 'buffer' } as const;
      const watcher = watch(this.#bytes(path), options, (kind, name) => this.#see(path, kind, name));
      watcher.on('error', this.#onError);
      this.#watchers.set(path, watcher);
      return true;
    } catch (error) {
      this.#onError(error as Error);
      return false;
    }
  }

  #see(directory: string, kind: string, name: Buffer | null): void {
    const isGone = directory === '' && this.#examine('') === undefined;
    if (isGone) this.#beginAgain();
    if (isGone || name === null) return;
    const path = directory === '' ? pathFromBytes(name) : `${directory}/${pathFromBytes(name)}`;
    const stat = this.#examine(path);
    this.#onEvent({ change: this.#judge(path, kind, stat), path });
    if (kind !== 'rename') return;
    this.#forget(path);
    if (stat !== undefined) this.#add(path);
  }

  /** Node says `rename` for everything that changes a name, `change` for everything else. */
  #judge(path: string, kind: string, stat: Stats | undefined): PluginChange {
    if (stat === undefined) return this.#isRemoved(path) ? 'removed' : 'renamed-away';
    if (kind === 'rename') return 'created';
    return stat.ctimeMs > stat.mtimeMs ? 'mode-changed' : 'written';
  }

  #beginAgain(): void {
    this.#onEvent({ change: 'removed', path: '' });
    this.#forget('');
    this.#addRoot();
  }

  #isRemoved(path: string): boolean {
    const file = this.#held.get(path);
    return file === undefined || fstatSync(file).nlink === 0;
  }

  #hold(path: string): void {
    try {
      this.#held.set(path, openSync(this.#bytes(path), ITSELF));
    } catch {
      // Gone already: an event tells.
    }
  }

  #forget(path: string): void {
    const isInside = (other: string): boolean =>
      path === '' || other === path || other.startsWith(`${path}/`);
    for (const [other, watcher] of this.#watchers) {
      if (!isInside(other)) continue;
      watcher.close();
      this.#watchers.delete(other);
    }
    for (const [other, file] of this.#held) {
      if (!isInside(other)) continue;
      closeSync(file);
      this.#held.delete(other);
    }
  }

  #examine(path: string): Stats | undefined {
    return lstatSync(this.#bytes(path), { throwIfNoEntry: false });
  }

  #namesIn(path: string): string[] {
    try {
      return readdirSync(this.#bytes(path), { encoding: 'buffer' }).map((name) => pathFromBytes(name));
    } catch {
      return [];
    }
  }

  #bytes(path: string): Buffer {
    return pathToBytes(path === '' ? this.#root : `${this.#root}/${path}`);
  }
}
