import { type Dirent, lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { PluginChange, PluginEvent } from '../discovery/plugin-event.ts';

/**
 * What a recursive watch of the plugin directory would report, found by comparing. A real watch reports
 * when it comes to it (../watch.ts); here the question is asked at a fixed moment, so that a run is
 * repeatable.
 */
export class DriverWatch {
  readonly #directory: string;
  #known: Map<string, Stats>;
  #asked = false;
  #renamedAway = false;

  constructor(directory: string) {
    this.#directory = directory;
    this.#known = this.#read();
  }

  /**
   * Something ran that may have changed files; without it `events` does not look.
   * @param renamedAway what is missing then was not deleted but renamed out of the plugin directory,
   *   which a watch tells apart and a look at the files does not
   */
  mayHaveChanged(renamedAway = false): void {
    this.#asked = true;
    this.#renamedAway ||= renamedAway;
  }

  /** What has happened since the last time. */
  events(): PluginEvent[] {
    if (!this.#asked) return [];
    const before = this.#known;
    const now = this.#read();
    const gone: PluginChange = this.#renamedAway ? 'renamed-away' : 'removed';
    this.#known = now;
    this.#asked = false;
    this.#renamedAway = false;
    return Array.from(new Set([...before.keys(), ...now.keys()]), (path) => {
      return { path, change: changeOf(before.get(path), now.get(path), gone) };
    }).filter((event): event is PluginEvent => event.change !== undefined);
  }

  #read(): Map<string, Stats> {
    const found = new Map<string, Stats>();
    for (const { name } of entries(this.#directory)) this.#add(found, name);
    return found;
  }

  #add(found: Map<string, Stats>, path: string): void {
    const full = join(this.#directory, path);
    const stat = lstatSync(full, { throwIfNoEntry: false });
    if (stat === undefined) return;
    found.set(path, stat);
    if (stat.isDirectory()) for (const { name } of entries(full)) this.#add(found, `${path}/${name}`);
  }
}

function changeOf(
  before: Stats | undefined,
  now: Stats | undefined,
  gone: PluginChange,
): PluginChange | undefined {
  if (now === undefined) return gone;
  if (before === undefined || before.ino !== now.ino) return 'created';
  if (before.mode !== now.mode) return 'mode-changed';
  // A directory's own times only repeat what its entries tell.
  if (now.isDirectory() || before.ctimeMs === now.ctimeMs) return undefined;
  return before.mtimeMs === now.mtimeMs ? 'mode-changed' : 'written';
}

function entries(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
