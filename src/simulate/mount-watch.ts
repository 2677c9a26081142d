import { type MountEntry, readMountTable } from '../kubelet/mount-table.ts';
import { isWithin } from '../kubelet/mounts.ts';

/** Tells which mounts below a directory have come and gone since it was asked the last time. */
export class MountWatch {
  readonly #root: string;
  #last: readonly MountEntry[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  /** A mount that has changed, such as to read-only, has gone and come. */
  changes(): { gone: MountEntry[]; come: MountEntry[] } {
    const [last, now] = [this.#last, readMountTable()];
    this.#last = now;
    // An entry that the table has kept is the very object that it was, and most are kept.
    const least = Math.min(last.length, now.length);
    let head = 0;
    while (head < least && last[head] === now[head]) head++;
    let tail = 0;
    while (tail < least - head && last[last.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
    const between = (table: readonly MountEntry[]) => new Set(table.slice(head, table.length - tail));
    const [gone, come] = [between(last), between(now)];
    const without = (some: ReadonlySet<MountEntry>, others: ReadonlySet<MountEntry>) =>
      [...some].filter((entry) => !others.has(entry) && this.#isBelow(entry));
    return { gone: without(gone, come), come: without(come, gone) };
  }

  #isBelow({ mountPoint }: MountEntry): boolean {
    return isWithin(mountPoint, this.#root) && mountPoint !== this.#root;
  }
}
