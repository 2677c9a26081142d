import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { executableName } from '../paths.ts';

/** What became of a driver's directory. Only the loss of the executable itself unloads a driver. */
export type DriverChange = 'changed' | 'removed';

/** By path: what tells that a file was touched. */
type Snapshot = Map<string, string>;

/**
 * What a recursive watch of the plugin directory would report, found by comparing. Real watches report
 * when they come to it; here the question is asked at a fixed moment, so that a run is repeatable.
 */
export class DriverWatch {
  readonly #directory: string;
  #known: Snapshot;
  #asked = false;
  #renamedAway = false;

  constructor(directory: string) {
    this.#directory = directory;
    this.#known = this.#read();
  }

  /**
   * Something ran that may have changed files; without it `changes` does not look.
   * @param renamedAway what is missing then was not deleted but renamed out of the plugin directory,
   *   which a watch tells apart and a look at the files does not
   */
  mayHaveChanged(renamedAway = false): void {
    this.#asked = true;
    this.#renamedAway ||= renamedAway;
  }

  /** Directories that a first scan takes for drivers: real ones, no symlinks, no name with a dot in front. */
  drivers(): string[] {
    return entries(this.#directory)
      .filter((entry) => entry.isDirectory() && !isHidden(entry.name))
      .map((entry) => entry.name)
      .sort();
  }

  /** What has changed since the last time, by directory name. */
  changes(): Map<string, DriverChange> {
    const changes = new Map<string, DriverChange>();
    if (!this.#asked) return changes;
    const before = this.#known;
    const now = this.#read();
    for (const path of new Set([...before.keys(), ...now.keys()])) {
      if (before.get(path) === now.get(path)) continue;
      const [driver = '', ...rest] = path.split('/');
      const isDriver = rest.length === 0 || (rest.length === 1 && rest[0] === executableName(driver));
      if (isDriver && !now.has(path) && !this.#renamedAway) changes.set(driver, 'removed');
      else if (changes.get(driver) !== 'removed') changes.set(driver, 'changed');
    }
    this.#known = now;
    this.#asked = false;
    this.#renamedAway = false;
    return changes;
  }

  #read(): Snapshot {
    const snapshot: Snapshot = new Map();
    for (const { name } of entries(this.#directory)) if (!isHidden(name)) this.#add(snapshot, name);
    return snapshot;
  }

  #add(snapshot: Snapshot, path: string): void {
    const full = join(this.#directory, path);
    const stat = lstatSync(full, { throwIfNoEntry: false });
    if (stat === undefined) return;
    const isDirectory = stat.isDirectory();
    // Changes of hidden files are not reported; a directory's own times only repeat what its files tell.
    if (!isHidden(path.slice(path.lastIndexOf('/') + 1))) {
      snapshot.set(path, `${stat.ino} ${stat.mode} ${isDirectory ? '' : `${stat.mtimeMs} ${stat.ctimeMs}`}`);
    }
    if (isDirectory) for (const { name } of entries(full)) this.#add(snapshot, `${path}/${name}`);
  }
}

function isHidden(name: string): boolean {
  return name.startsWith('.');
}

function entries(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
