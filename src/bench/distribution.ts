import type { Bucket, Distribution } from './types.ts';

/** Buckets grow by this, so that a tail ten times as long as the middle still fits on a page. */
const GROWTH = 2 ** 0.5;
const MOST_BUCKETS = 24;

/** @param times milliseconds, in any order */
export function distributionOf(times: readonly number[]): Distribution {
  const sorted = [...times].sort((a, b) => a - b);
  const sum = sorted.reduce((total, time) => total + time, 0);
  return {
    count: sorted.length,
    min: rounded(sorted[0] ?? 0),
    mean: rounded(sorted.length === 0 ? 0 : sum / sorted.length),
    p50: rounded(percentile(sorted, 50)),
    p95: rounded(percentile(sorted, 95)),
    p99: rounded(percentile(sorted, 99)),
    max: rounded(sorted.at(-1) ?? 0),
    histogram: histogramOf(sorted),
  };
}

/** By nearest rank: always a time that was measured. @param sorted ascending */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}

export function median(times: readonly number[]): number {
  return percentile(
    [...times].sort((a, b) => a - b),
    50,
  );
}

/** Microseconds are as much as such a clock is good for. */
export function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** Whatever is slower than the last bucket begins is in it. */
function histogramOf(sorted: readonly number[]): Bucket[] {
  const buckets: Bucket[] = [];
  let at = 0;
  let from = sorted[0] ?? 0;
  while (at < sorted.length) {
    const isLast = buckets.length === MOST_BUCKETS - 1;
    const to = isLast ? Number.POSITIVE_INFINITY : Math.max(from * GROWTH, from + 0.001);
    const begun = at;
    while (at < sorted.length && (sorted[at] as number) < to) at++;
    const end = isLast ? (sorted.at(-1) as number) : to;
    buckets.push({ fromMs: rounded(from), toMs: rounded(end), count: at - begun });
    from = to;
  }
  return buckets;
}
