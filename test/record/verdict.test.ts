import { describe, expect, test } from 'vitest';
import type { Level, Status } from '../../src/record/schema.ts';
import { deriveSummary, type Judged } from '../../src/record/verdict.ts';

const result = (level: Level, status: Status, kubelet = '1.32', id = 'mount/x') => ({
  id,
  level,
  status,
  kubelet,
});
const verdictOf = (results: Judged['results'], rest: Partial<Judged> = {}) =>
  deriveSummary({ results, ...rest }).verdict;

describe('one result besides a MUST that passed', () => {
  test.each<[Level, Status, string, string]>([
    ['MUST', 'passed', 'conformant', 'conformant'],
    ['MUST', 'failed', 'not-conformant', 'not-conformant'],
    ['MUST', 'error', 'incomplete', 'incomplete'],
    ['MUST', 'skipped', 'incomplete', 'incomplete'],
    ['MUST', 'not-applicable', 'conformant', 'conformant'],
    ['MUST', 'known-failure', 'conformant', 'conformant'],
    ['SHOULD', 'failed', 'conformant', 'not-conformant'],
    ['SHOULD', 'error', 'conformant', 'conformant'],
    ['SHOULD', 'skipped', 'conformant', 'conformant'],
    ['MAY', 'failed', 'conformant', 'conformant'],
    ['MAY', 'error', 'conformant', 'conformant'],
  ])('%s %s: %s, strict: %s', (level, status, usual, strict) => {
    const results = [result('MUST', 'passed'), result(level, status)];
    expect(verdictOf(results)).toBe(usual);
    expect(verdictOf(results, { strict: true })).toBe(strict);
  });
});

test('a failed MUST outweighs all that is unknown', () => {
  const results = [result('MUST', 'failed'), result('MUST', 'error'), result('MUST', 'skipped')];
  expect(verdictOf(results, { ended: 'SIGINT' })).toBe('not-conformant');
});

test('a run that ended early is incomplete, however well it went', () => {
  const summary = deriveSummary({ results: [result('MUST', 'passed')], ended: 'SIGTERM' });
  expect(summary).toMatchObject({ verdict: 'incomplete', reasons: ['the run ended early: SIGTERM'] });
});

test('nothing judged is never conformant', () => {
  for (const results of [[], [result('MUST', 'not-applicable')], [result('SHOULD', 'skipped')]]) {
    const summary = deriveSummary({ results });
    expect(summary.verdict).toBe('incomplete');
    expect(summary.reasons).toContain('no requirement was judged');
  }
});

test('each release has its own verdict, and the run has the worst', () => {
  const summary = deriveSummary({
    results: [
      result('MUST', 'passed', '1.20'),
      result('MUST', 'failed', '1.32', 'mount/a'),
      result('MUST', 'skipped', '1.27', 'attach/b'),
    ],
  });
  expect(summary.verdict).toBe('not-conformant');
  expect(summary.releases).toEqual({ '1.20': 'conformant', '1.32': 'not-conformant', '1.27': 'incomplete' });
  expect(summary.reasons).toEqual([
    'kubelet 1.32: 1 MUST failed: mount/a',
    'kubelet 1.27: 1 MUST could not run here: attach/b',
    'kubelet 1.27: no requirement was judged',
  ]);
});

test('a reason that several releases share is given once', () => {
  const { reasons } = deriveSummary({
    results: ['1.20', '1.32'].flatMap((release) => [
      result('MUST', 'passed', release, 'mount/ok'),
      result('MUST', 'failed', release, 'mount/a'),
    ]),
  });
  expect(reasons).toEqual(['kubelet 1.20, 1.32: 1 MUST failed: mount/a']);
});

test('counts are per level and status', () => {
  const { counts } = deriveSummary({
    results: [result('MUST', 'passed'), result('MUST', 'passed'), result('MAY', 'known-failure')],
  });
  expect(counts.MUST.passed).toBe(2);
  expect(counts.MAY['known-failure']).toBe(1);
  expect(counts.SHOULD.failed).toBe(0);
});

test('a reason names ten requirements, each once, and counts the others', () => {
  const results = Array.from({ length: 13 }, (_, index) =>
    result('MUST', 'failed', '1.32', `mount/${index}`),
  );
  const { reasons } = deriveSummary({ results: [...results, ...results] });
  expect(reasons).toEqual([expect.stringMatching(/^26 MUST failed: mount\/0, .*mount\/9, and 3 more$/)]);
});
