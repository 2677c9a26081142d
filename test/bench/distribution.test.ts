import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare } from '../../src/bench/compare.ts';
import { distributionOf, percentile } from '../../src/bench/distribution.ts';
import { stepsOf } from '../../src/bench/growth.ts';

test('percentiles are times that were measured, by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  expect([50, 95, 99].map((percent) => percentile(hundred, percent))).toEqual([50, 95, 99]);
  expect(percentile([7], 99)).toBe(7);
  expect(distributionOf([3, 1, 2])).toMatchObject({ count: 3, min: 1, mean: 2, p50: 2, p99: 3, max: 3 });
  expect(distributionOf([])).toMatchObject({ count: 0, p50: 0, histogram: [] });
});

test('a histogram holds every time once, in few buckets that follow one another', () => {
  const times = fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(times, (some) => {
      const { histogram } = distributionOf(some);
      expect(histogram.reduce((sum, { count }) => sum + count, 0)).toBe(some.length);
      expect(histogram.length).toBeLessThanOrEqual(24);
      expect(histogram.slice(1).map(({ fromMs }) => fromMs)).toEqual(
        histogram.slice(0, -1).map(({ toMs }) => toMs),
      );
    }),
  );
});

test('growth is told in steps, the last as long as there were volumes', () => {
  const times = Array.from({ length: 45 }, (_, index) => (index < 10 ? 1 : 2));
  expect(stepsOf(times)).toEqual([
    { from: 1, to: 10, p50: 1 },
    { from: 11, to: 30, p50: 2 },
    { from: 31, to: 45, p50: 2 },
  ]);
  expect(stepsOf([5, 5])).toEqual([{ from: 1, to: 2, p50: 5 }]);
  expect(stepsOf([])).toEqual([]);
});

test('a machine that is slower altogether makes no command slower', () => {
  const report = (init: number, mount: number, bare: number) => ({
    commands: { init: { p50: init }, mount: { p50: mount } },
    baseline: { p50: bare },
  });
  const changes = compare(report(2, 10, 1), report(8, 80, 4) as never, 1.25);
  expect(changes).toEqual([
    { command: 'init', before: 2, now: 2, factor: 1, slower: false },
    { command: 'mount', before: 10, now: 20, factor: 2, slower: true },
  ]);
});
