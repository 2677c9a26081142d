import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeRecords } from '../../src/record/merge.ts';
import type { NamedRecord } from '../../src/record/merge-check.ts';
import { mergeOrders } from '../../src/record/merge-orders.ts';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { buildRecord, withFailures } from '../support/records.ts';

/** A run cut in n parts by a hash, as --shard does, each part in the order of the whole. */
function shardsOf(whole: FlexcertRecord, n: number): NamedRecord[] {
  return Array.from({ length: n }, (_, index) => {
    const results = whole.results.filter(({ id }) => (id.length * 7) % n === index);
    const { summary: _summary, ...rest } = whole;
    const leaks = whole.leaks.filter(({ requirement }) => results.some(({ id }) => id === requirement));
    return {
      source: `${index + 1}.json`,
      record: buildRecord(results, { ...rest, results, leaks, shard: `${index + 1}/${n}`, seed: '4711' }),
    };
  });
}

const whole = withFailures();

describe('the shards of a run', () => {
  test.each([2, 3, 4])('make the whole again: %d of them, in any order', (n) => {
    const shards = shardsOf(whole, n);
    const merged = mergeRecords(shards);
    expect(mergeRecords([...shards].reverse())).toEqual(merged);
    expect(merged.summary).toMatchObject({ verdict: whole.summary.verdict, counts: whole.summary.counts });
    const sorted = (record: FlexcertRecord) =>
      record.results.map(({ id, kubelet }) => `${id} ${kubelet}`).sort();
    expect(sorted(merged)).toEqual(sorted(whole));
    expect(merged.leaks).toHaveLength(whole.leaks.length);
    expect(merged.shard).toBeUndefined();
  });

  test('a missing one is named, and leaves the verdict incomplete', () => {
    const passed = { ...whole, results: whole.results.filter(({ status }) => status === 'passed') };
    const [first, , third] = shardsOf(passed, 3) as [NamedRecord, NamedRecord, NamedRecord];
    const merged = mergeRecords([first, third]);
    expect(merged.summary.verdict).toBe('incomplete');
    expect(merged.summary.reasons).toContain('the run ended early: shard 2/3 is missing');
  });

  test('one alone is left as it is', () => {
    const [first] = shardsOf(whole, 2) as [NamedRecord];
    expect(mergeRecords([first])).toBe(first.record);
  });
});

describe('is refused, and it is said why', () => {
  const [one, two] = shardsOf(whole, 2) as [NamedRecord, NamedRecord];
  const changed = (change: Partial<FlexcertRecord>): NamedRecord => ({
    source: '2.json',
    record: { ...two.record, ...change },
  });
  const { driver, tool, kubelet } = two.record;
  test.each<[string, NamedRecord, RegExp]>([
    [
      'another driver',
      changed({ driver: { ...driver, name: 'a/b' } }),
      /1\.json and 2\.json are of different drivers \(example\.com\/nas; a\/b\)/,
    ],
    [
      'another build',
      changed({ driver: { ...driver, files: { nas: 'c'.repeat(64) } } }),
      /different builds of the driver/,
    ],
    [
      'another flexcert',
      changed({ tool: { ...tool, version: '9.9.9' } }),
      /versions of flexcert \(0\.1\.0; 9\.9\.9\)/,
    ],
    ['another suite', changed({ tool: { ...tool, suite: '2.0' } }), /versions of the suite/],
    ['another release', changed({ kubelet: { releases: kubelet.releases.slice(1) } }), /kubelet releases/],
    ['another seed', changed({ seed: '1' }), /seeds \(4711; 1\)/],
    ['another selection', changed({ selection: ['--grep x'] }), /selections \(none; --grep x\)/],
    ['another strictness', changed({ strict: true }), /strictness/],
    ['another configuration', changed({ config: { volumes: [] } }), /configurations/],
    [
      'no shard',
      { source: '2.json', record: { ...whole, seed: '4711' } },
      /2\.json is no shard \(it was not run with --shard\)/,
    ],
    ['another split', changed({ shard: '2/3' }), /1\.json is one of 2 shards, 2\.json one of 3/],
    ['the same shard twice', changed({ shard: '1/2' }), /both shard 1\/2/],
    [
      'an overlap',
      changed({ results: one.record.results }),
      /both have .* on kubelet 1\.20: shards of one run do not overlap/,
    ],
    ['a shard that is none', changed({ shard: '3/2' }), /is no shard \(3\/2\)/],
  ])('%s', (_, other, message) => {
    expect(() => mergeRecords([one, other])).toThrow(message);
  });

  test('where the run wrote to may differ', () => {
    const elsewhere = changed({ config: { ...two.record.config, output: 'elsewhere', workers: 9 } });
    expect(() => mergeRecords([one, elsewhere])).not.toThrow();
  });
});

test('parts of one order give an order that agrees with each of them', () => {
  const parts = fc
    .uniqueArray(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 20 })
    .chain((order) => fc.record({ parts: fc.array(fc.subarray(order), { maxLength: 4 }) }));
  fc.assert(
    fc.property(parts, ({ parts }) => {
      const merged = mergeOrders(parts);
      for (const part of parts) expect(merged.filter((item) => part.includes(item))).toEqual(part);
      expect(new Set(merged)).toEqual(new Set(parts.flat()));
      expect(merged).toHaveLength(new Set(merged).size);
    }),
  );
});
