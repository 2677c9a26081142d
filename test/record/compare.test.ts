import { describe, expect, test } from 'vitest';
import { type Comparison, compareRecords } from '../../src/record/compare.ts';
import type { Level, Result, Status } from '../../src/record/schema.ts';
import { catalogue } from '../support/record-parts.ts';
import { allPass, buildRecord } from '../support/records.ts';

const [base] = catalogue(1) as [Result];
const result = (status: Status, level: Level = 'MUST', rest: Partial<Result> = {}): Result => ({
  ...base,
  level,
  status,
  ...rest,
});

function kindsOf(before: Result[], after: Result[]): string[] {
  const {
    verdict: _verdict,
    circumstances: _circumstances,
    ...kinds
  } = compareRecords(buildRecord(before), buildRecord(after));
  return Object.entries(kinds).flatMap(([kind, value]) => {
    const count = typeof value === 'number' ? value : value.length;
    return count === 0 ? [] : [kind];
  });
}

describe('one requirement', () => {
  test.each<[Status, Status, keyof Comparison]>([
    ['passed', 'failed', 'broke'],
    ['skipped', 'failed', 'broke'],
    ['error', 'failed', 'broke'],
    ['known-failure', 'failed', 'broke'],
    ['failed', 'passed', 'mended'],
    ['known-failure', 'passed', 'mended'],
    ['failed', 'failed', 'stillFailing'],
    ['passed', 'passed', 'same'],
    ['skipped', 'skipped', 'same'],
    ['passed', 'skipped', 'unjudged'],
    ['passed', 'error', 'unjudged'],
    ['failed', 'not-applicable', 'unjudged'],
    ['failed', 'known-failure', 'changed'],
    ['passed', 'known-failure', 'changed'],
    ['skipped', 'passed', 'changed'],
  ])('%s, now %s: %s', (before, after, kind) => {
    expect(kindsOf([result(before)], [result(after)])).toEqual([kind]);
  });

  test('a MAY is never judged, so it does not break', () => {
    expect(kindsOf([result('passed', 'MAY')], [result('failed', 'MAY')])).toEqual(['changed']);
    expect(kindsOf([result('passed', 'SHOULD')], [result('failed', 'SHOULD')])).toEqual(['broke']);
  });

  test('new and gone, also on one release alone', () => {
    expect(kindsOf([], [result('failed')])).toEqual(['added']);
    expect(kindsOf([result('passed')], [])).toEqual(['gone']);
    const onTwo = [result('passed'), result('passed', 'MUST', { kubelet: '1.20' })];
    expect(kindsOf([result('passed')], onTwo)).toEqual(['added', 'same']);
  });

  test('that was repeated counts by its worst', () => {
    expect(kindsOf([result('passed'), result('passed')], [result('failed'), result('passed')])).toEqual([
      'broke',
    ]);
  });
});

test('every result of both records is accounted for', () => {
  const before = catalogue(60);
  const after = catalogue(70)
    .slice(5)
    .map((one, index) => (index % 4 === 0 ? { ...one, status: 'failed' as const } : one));
  const { broke, mended, stillFailing, unjudged, changed, added, gone, same } = compareRecords(
    buildRecord(before),
    buildRecord(after),
  );
  const counted = [broke, mended, stillFailing, unjudged, changed, added, gone].flat().length + same;
  expect(counted).toBe(70);
  expect(added).toHaveLength(10);
  expect(gone).toHaveLength(5);
});

test('what the runs differ in is told', () => {
  const before = allPass();
  const after = {
    ...before,
    driver: { ...before.driver, version: '2.5.0', files: { nas: 'c' } },
    tool: { ...before.tool, suite: '1.1' },
  };
  expect(compareRecords(before, after).circumstances).toEqual([
    'version of the driver: 2.4.1, now 2.5.0',
    'suite: 1.0, now 1.1',
  ]);
  expect(compareRecords(before, before).circumstances).toEqual(['the files of the driver are the same']);
});
