import { areaOf, areaRank } from './areas.ts';
import type { Requirement } from './test-api/requirement.ts';

/** A requirement and the module that it was read from, which a cell loads again. */
export interface Registered extends Requirement {
  /** Absolute path of the module. */
  module: string;
}

const all = new Map<string, Registered>();
let readingFrom = '';

/** Called by `requirement()`. */
export function register(requirement: Requirement): void {
  const { id } = requirement;
  if (!/^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new TypeError(
      `"${id}" is no id of a requirement: it must read <area>/<name>, in lower case with hyphens`,
    );
  }
  const taken = all.get(id);
  if (taken !== undefined) {
    throw new TypeError(`the requirement "${id}" is defined twice: in ${taken.module} and ${readingFrom}`);
  }
  all.set(id, { ...requirement, module: readingFrom });
}

/** Loads a module and notes that its requirements came from there. Modules are read one after the other. */
export async function readModule(path: string, load: () => Promise<unknown>): Promise<void> {
  readingFrom = path;
  try {
    await load();
  } finally {
    readingFrom = '';
  }
}

/** Every requirement that was read, by area, and within one as they were written. */
export function registered(): Registered[] {
  return [...all.values()].sort((a, b) => areaRank(areaOf(a.id)) - areaRank(areaOf(b.id)));
}

/** @returns undefined when no module that was read defines it */
export function registeredById(id: string): Registered | undefined {
  return all.get(id);
}
