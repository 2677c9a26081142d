import { areaOf, areaRank } from './areas.ts';
import type { Requirement } from './test-api/requirement.ts';

/** A requirement and the module that it was read from, which a cell loads again. */
export interface Registered extends Requirement {
  /** Absolute path of the module. */
  module: string;
}

interface Registry {
  all: Map<string, Registered>;
  /** The module that is being read. */
  readingFrom: string;
}

/** The build puts a copy of this file into each program and each suite: what they register is one all the same. */
const KEY: unique symbol = Symbol.for('flexcert.registry') as never;
const shared = globalThis as { [KEY]?: Registry };
shared[KEY] ??= { all: new Map(), readingFrom: '' };
const registry = shared[KEY];

/** Called by `requirement()`. */
export function register(requirement: Requirement): void {
  const { id } = requirement;
  if (!/^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new TypeError(
      `"${id}" is no id of a requirement: it must read <area>/<name>, in lower case with hyphens`,
    );
  }
  const taken = registry.all.get(id);
  if (taken !== undefined) {
    throw new TypeError(
      `the requirement "${id}" is defined twice: in ${taken.module} and ${registry.readingFrom}`,
    );
  }
  registry.all.set(id, { ...requirement, module: registry.readingFrom });
}

/** Loads a module and notes that its requirements came from there. Modules are read one after the other. */
export async function readModule(path: string, load: () => Promise<unknown>): Promise<void> {
  registry.readingFrom = path;
  try {
    await load();
  } finally {
    registry.readingFrom = '';
  }
}

/** Every requirement that was read, by area, and within one as they were written. */
export function registered(): Registered[] {
  return [...registry.all.values()].sort((a, b) => areaRank(areaOf(a.id)) - areaRank(areaOf(b.id)));
}

/** @returns undefined when no module that was read defines it */
export function registeredById(id: string): Registered | undefined {
  return registry.all.get(id);
}
