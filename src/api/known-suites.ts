import { readdirSync, readFileSync } from 'node:fs';
import type { KnownSuite } from '../certificate/check-suite.ts';
import { readCatalogue } from '../conformance/catalogue.ts';
import { SUITE_VERSION } from '../conformance/suite-version.ts';
import { LEVELS, type Level } from '../record/schema.ts';

/** Lists of the requirements of each suite that there was: sources and build are not equally deep. */
const ROOT = import.meta.url.includes('/dist/src/') ? '../../../' : '../../';
const LISTS = new URL(`${ROOT}reports/suites/`, import.meta.url);

/** The suite of this flexcert, and every one before it: their certificates are good for as long as they hold. */
export async function knownSuites(lists: URL = LISTS): Promise<KnownSuite[]> {
  const present = (await readCatalogue()).map(({ id, level }) => [id, level] as const);
  const earlier = readdirSync(lists)
    .filter((name) => name.endsWith('.txt') && name !== `${SUITE_VERSION}.txt`)
    .sort()
    .map((name) => ({
      version: name.slice(0, -'.txt'.length),
      requirements: requirementsIn(readFileSync(new URL(name, lists), 'utf8')),
    }));
  return [{ version: SUITE_VERSION, requirements: new Map(present) }, ...earlier];
}

/** A requirement a line: its id and its level. */
function requirementsIn(list: string): ReadonlyMap<string, Level> {
  const lines = list.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [id = '', level = ''] = line.split(' ');
      if (!(LEVELS as readonly string[]).includes(level)) throw new TypeError(`no level in "${line}"`);
      return [id, level as Level];
    }),
  );
}
