import type { Observation } from './observe.ts';

export type ListName = keyof Observation;
export const LISTS = [
  'mounts',
  'readOnlyMounts',
  'directories',
  'owners',
] as const satisfies readonly ListName[];

export interface Changes {
  added: string[];
  removed: string[];
}

/** Remembers a list, and tells how the next one differs. Equal entries are told apart by their number. */
export class ListTeller {
  #last = new Set<string>();

  next(list: readonly string[]): Changes {
    const now = new Set(numbered(list));
    const added = [...now].filter((entry) => !this.#last.has(entry));
    const removed = [...this.#last].filter((entry) => !now.has(entry));
    this.#last = now;
    return { added, removed };
  }
}

/** The other end: builds the list again. */
export class ListListener {
  readonly #list = new Set<string>();

  next({ added, removed }: Changes): string[] {
    for (const entry of removed) this.#list.delete(entry);
    for (const entry of added) this.#list.add(entry);
    return Array.from(this.#list, plain);
  }
}

const SEPARATOR = '\0';

function numbered(list: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return list.map((entry) => {
    const count = counts.get(entry) ?? 0;
    counts.set(entry, count + 1);
    return count === 0 ? entry : `${entry}${SEPARATOR}${count}`;
  });
}

function plain(entry: string): string {
  const end = entry.indexOf(SEPARATOR);
  return end < 0 ? entry : entry.slice(0, end);
}
