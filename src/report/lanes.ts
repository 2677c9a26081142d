/** A stretch of time in microseconds; only those with the same key, if any, may share a lane. */
export interface Span {
  from: number;
  to: number;
  key?: string;
}

export interface PlacedSpan {
  from: number;
  to: number;
  /** From 0. */
  lane: number;
}

/** Starts are recorded to the millisecond: so much overlap is none. */
const ROUNDING = 1000;

/**
 * Puts spans into as few lanes as keep them from overlapping. Spans that overlap by no more than times were
 * rounded share one, and the later is moved behind the earlier.
 */
export function packIntoLanes(spans: readonly Span[]): PlacedSpan[] {
  const lanes: { key: string | undefined; end: number }[] = [];
  const placed: PlacedSpan[] = spans.map(({ from, to }) => ({ from, to, lane: 0 }));
  const order = spans
    .map((_, index) => index)
    .sort((a, b) => (spans[a] as Span).from - (spans[b] as Span).from);
  for (const index of order) {
    const { from, to, key } = spans[index] as Span;
    let lane = lanes.findIndex((each) => each.key === key && each.end <= from + ROUNDING);
    if (lane === -1) lane = lanes.push({ key, end: 0 }) - 1;
    const own = lanes[lane] as { end: number };
    const began = Math.max(from, own.end);
    own.end = Math.max(to, began);
    placed[index] = { from: began, to: own.end, lane };
  }
  return placed;
}
