/**
 * Places on an axis for a run of calls that take milliseconds and waits that take minutes. Each stretch
 * between two moments is drawn by the logarithm of its length, so order and overlap are true, a longer
 * stretch is never drawn shorter, and neither a short call nor a long wait is lost from sight.
 */
export interface Scale {
  /** From 0 to 1. */
  at(ms: number): number;
  /** What the whole axis would take in widths of a just visible call; tells how wide it should be. */
  readonly length: number;
}

/** @param moments milliseconds at which something begins or ends */
export function scaleOver(moments: readonly number[]): Scale {
  const sorted = [...new Set(moments)].sort((a, b) => a - b);
  const places = new Map<number, number>();
  let length = 0;
  sorted.forEach((moment, index) => {
    if (index > 0) length += 1 + Math.log2(1 + moment - (sorted[index - 1] as number));
    places.set(moment, length);
  });
  return { at: (ms) => (length === 0 ? 0 : (places.get(ms) ?? 0) / length), length };
}
