import { ListListener } from '../list-changes.ts';
import type { ListChanges } from '../story-event.ts';
import type { Ink } from './ink.ts';

/** More than a person looks at. */
const MOST = 20;
const ROOT = '/var/lib/kubelet';
const VOLUME_DIRECTORY =
  /^<root>\/(pods\/[^/]+\/volumes\/[^/]+\/[^/]+|plugins\/kubernetes\.io\/flexvolume\/.*\/mounts\/[^/]+)$/;

/** Tells what is mounted after each step, and which directories of volumes are left without a mount. */
export class MountsText {
  readonly #ink: Ink;
  readonly #mounts = new ListListener();
  readonly #readOnly = new ListListener();
  /** How often something is mounted on a path. */
  readonly #paths = new Map<string, number>();
  readonly #directories = new Set<string>();
  /** Of the directories, those without a mount. */
  readonly #bare = new Set<string>();

  constructor(ink: Ink) {
    this.#ink = ink;
  }

  lines(changes: ListChanges): string[] {
    this.#takeDirectories(changes);
    this.#takeMounts(changes);
    const rows: string[] = [];
    const readOnly = new Set(this.#readOnly.entries());
    let count = 0;
    for (const line of this.#mounts.entries()) {
      if (count++ >= MOST) continue;
      const blank = line.indexOf(' ');
      const [type, path] = [line.slice(0, blank), line.slice(blank + 1)];
      rows.push(`${type.padEnd(8)}${real(path)}${readOnly.has(path) ? ' (read-only)' : ''}`);
    }
    for (const path of this.#bare) {
      if (rows.length === MOST) break;
      rows.push(`nothing ${real(path)}`);
    }
    return this.#table(rows, count + this.#bare.size);
  }

  #takeMounts({ mounts, readOnlyMounts }: ListChanges): void {
    this.#mounts.take(mounts);
    this.#readOnly.take(readOnlyMounts);
    const changed = new Set<string>();
    const count = (line: string, change: number): void => {
      const path = line.slice(line.indexOf(' ') + 1);
      const left = (this.#paths.get(path) ?? 0) + change;
      if (left === 0) this.#paths.delete(path);
      else this.#paths.set(path, left);
      changed.add(path);
    };
    for (const line of mounts.removed) count(line, -1);
    for (const line of mounts.added) count(line, 1);
    // A mount on something else than a volume's directory may hold some, or have held some.
    const isPlain = [...changed].every((path) => VOLUME_DIRECTORY.test(path));
    for (const path of isPlain ? changed : this.#directories) this.#judge(path);
  }

  #takeDirectories({ directories }: ListChanges): void {
    for (const line of directories.removed) {
      const path = pathOf(line);
      this.#directories.delete(path);
      this.#bare.delete(path);
    }
    for (const line of directories.added) {
      const path = pathOf(line);
      if (!VOLUME_DIRECTORY.test(path)) continue;
      this.#directories.add(path);
      this.#judge(path);
    }
  }

  #judge(path: string): void {
    if (!this.#directories.has(path) || this.#isMounted(path)) this.#bare.delete(path);
    else this.#bare.add(path);
  }

  /** It, or a directory that it is in. */
  #isMounted(path: string): boolean {
    for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      if (this.#paths.has(at)) return true;
    }
    return false;
  }

  #table(rows: readonly string[], count: number): string[] {
    if (rows.length === 0) return [this.#ink.faint('  mounted: nothing')];
    const more = count > MOST ? [`    ... and ${count - MOST} more`] : [];
    return [this.#ink.faint('  mounted:'), ...rows.map((row) => `    ${row}`), ...more];
  }
}

/** Of a directory, without its mode. */
function pathOf(line: string): string {
  return line.slice(0, line.lastIndexOf(' '));
}

function real(path: string): string {
  return path.replace('<root>', ROOT);
}
