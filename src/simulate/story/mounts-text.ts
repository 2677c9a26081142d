import { ListListener } from '../list-changes.ts';
import type { ListChanges } from '../story-event.ts';
import type { Ink } from './ink.ts';

/** More than a person looks at. */
const MOST = 20;
const ROOT = '/var/lib/kubelet';
const VOLUME_DIRECTORY =
  /^<root>\/(pods\/[^/]+\/volumes\/[^/]+\/[^/]+|plugins\/kubernetes\.io\/flexvolume\/.*\/mounts\/[^/]+) \d+$/;

/** Tells what is mounted after each step, and which directories of volumes are left without a mount. */
export class MountsText {
  readonly #ink: Ink;
  readonly #mounts = new ListListener();
  readonly #readOnly = new ListListener();
  readonly #directories = new Set<string>();

  constructor(ink: Ink) {
    this.#ink = ink;
  }

  lines(changes: ListChanges): string[] {
    const mounts = this.#mounts.next(changes.mounts);
    const readOnly = new Set(this.#readOnly.next(changes.readOnlyMounts));
    for (const line of changes.directories.removed) this.#directories.delete(line);
    for (const line of changes.directories.added)
      if (VOLUME_DIRECTORY.test(line)) this.#directories.add(line);
    const paths = new Set(mounts.map((line) => line.slice(line.indexOf(' ') + 1)));
    const rows = mounts.map((line) => {
      const blank = line.indexOf(' ');
      const [type, path] = [line.slice(0, blank), line.slice(blank + 1)];
      return `${type.padEnd(8)}${real(path)}${readOnly.has(path) ? ' (read-only)' : ''}`;
    });
    const bare = Array.from(this.#directories, (line) => line.replace(/ \d+$/, ''))
      .filter((path) => !paths.has(path) && !isInside(path, paths))
      .map((path) => `nothing ${real(path)}`);
    return this.#table([...rows, ...bare]);
  }

  #table(rows: string[]): string[] {
    if (rows.length === 0) return [this.#ink.faint('  mounted: nothing')];
    const shown = rows.slice(0, MOST).map((row) => `    ${row}`);
    const more = rows.length > MOST ? [`    ... and ${rows.length - MOST} more`] : [];
    return [this.#ink.faint('  mounted:'), ...shown, ...more];
  }
}

function real(path: string): string {
  return path.replace('<root>', ROOT);
}

function isInside(path: string, mounts: ReadonlySet<string>): boolean {
  return Array.from(mounts).some((mount) => path.startsWith(`${mount}/`));
}
