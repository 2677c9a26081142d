export const LISTS = ['mounts', 'readOnlyMounts', 'directories', 'owners'] as const;
export type ListName = (typeof LISTS)[number];

export interface Changes {
  added: string[];
  removed: string[];
}

/**
 * A list that is told by its changes: with thousands of volumes it would take longer to look through it after each
 * step than to do the step. It is kept in pieces, and only a piece that is put in anew is looked through.
 */
export class ChangingList {
  readonly #pieces = new Map<string, readonly string[]>();
  #changes: Changes = { added: [], removed: [] };

  /** Of pieces. */
  get size(): number {
    return this.#pieces.size;
  }

  keys(): Iterable<string> {
    return this.#pieces.keys();
  }

  has(key: string): boolean {
    return this.#pieces.has(key);
  }

  /** @param piece no piece when it is empty */
  put(key: string, piece: readonly string[]): void {
    const last = this.#pieces.get(key) ?? [];
    if (piece.length === 0) this.#pieces.delete(key);
    else this.#pieces.set(key, piece);
    const left = [...last];
    for (const entry of piece) {
      const at = left.indexOf(entry);
      if (at < 0) this.#changes.added.push(entry);
      else left.splice(at, 1);
    }
    this.#changes.removed.push(...left);
  }

  drop(key: string): void {
    this.put(key, []);
  }

  /** What has changed since it was asked the last time. */
  changes(): Changes {
    const changes = this.#changes;
    this.#changes = { added: [], removed: [] };
    return changes;
  }
}

/** The other end: builds the list again. Equal entries are counted. */
export class ListListener {
  readonly #counts = new Map<string, number>();

  take({ added, removed }: Changes): void {
    for (const entry of removed) this.#add(entry, -1);
    for (const entry of added) this.#add(entry, 1);
  }

  next(changes: Changes): string[] {
    this.take(changes);
    return [...this.entries()];
  }

  *entries(): Generator<string> {
    for (const [entry, count] of this.#counts) for (let time = 0; time < count; time++) yield entry;
  }

  #add(entry: string, change: number): void {
    const count = (this.#counts.get(entry) ?? 0) + change;
    if (count === 0) this.#counts.delete(entry);
    else this.#counts.set(entry, count);
  }
}
