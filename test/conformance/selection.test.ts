import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Registered } from '../../src/conformance/registry.ts';
import { inShard, type Selection, select } from '../../src/conformance/selection.ts';
import { shuffle } from '../../src/conformance/shuffle.ts';
import { UsageError } from '../../src/errors.ts';

const one = (id: string, level: Registered['level'] = 'MUST', module = '/suites/x.js'): Registered => ({
  id,
  level,
  module,
  sentence: `do ${id.split('/')[1]}`,
  reference: 'a test',
  needs: [],
  body: async () => {},
});
const catalogue = [
  one('mount/is-idempotent'),
  one('mount/keeps-data', 'SHOULD'),
  one('unmount/is-idempotent', 'MAY'),
  one('vendor/is-fast', 'MUST', '/mine.mjs'),
];
const ids = (changes: Partial<Selection>) =>
  select(catalogue, { areas: [], modules: [], levels: [], ...changes }).map(({ id }) => id);

test.each<[Partial<Selection>, string[]]>([
  [{}, ['mount/is-idempotent', 'mount/keeps-data', 'unmount/is-idempotent', 'vendor/is-fast']],
  [{ areas: ['mount'] }, ['mount/is-idempotent', 'mount/keeps-data']],
  [{ modules: ['/mine.mjs'] }, ['vendor/is-fast']],
  [{ areas: ['unmount'], modules: ['/mine.mjs'] }, ['unmount/is-idempotent', 'vendor/is-fast']],
  [{ grep: 'IDEMPOTENT' }, ['mount/is-idempotent', 'unmount/is-idempotent']],
  [{ grep: 'do keeps' }, ['mount/keeps-data']],
  [{ grepInvert: 'mount/' }, ['vendor/is-fast']],
  [{ levels: ['SHOULD', 'MAY'] }, ['mount/keeps-data', 'unmount/is-idempotent']],
  [{ only: new Set(['vendor/is-fast']) }, ['vendor/is-fast']],
])('%j', (selection, expected) => {
  expect(ids(selection)).toEqual(expected);
});

test('an area that does not exist is told with those that do', () => {
  expect(() => ids({ areas: ['mounts'] })).toThrow(UsageError);
  expect(() => ids({ areas: ['mounts'] })).toThrow(
    /"mounts" is no area.*mount, unmount, vendor.*\.\/mounts\.mjs/,
  );
});

test('a pattern that is none is told', () => {
  expect(() => ids({ grep: '(' })).toThrow(/--grep: .*\(/);
});

test('each requirement is in exactly one shard', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (id, count) => {
      const shards = Array.from({ length: count }, (_, index) => `${index + 1}/${count}`);
      expect(shards.filter((shard) => inShard(id, shard))).toHaveLength(1);
    }),
  );
});

test('a shuffle is an order that only the seed decides', () => {
  const items = Array.from({ length: 50 }, (_, index) => `item ${index}`);
  const shuffled = shuffle(items, 'seed', String);
  expect(shuffled).not.toEqual(items);
  expect([...shuffled].sort()).toEqual([...items].sort());
  expect(shuffle([...items].reverse(), 'seed', String)).toEqual(shuffled);
  expect(shuffle(items, 'other', String)).not.toEqual(shuffled);
});
