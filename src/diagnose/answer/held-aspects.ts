import type { Aspects } from '../rule.ts';

/** Longer than it takes to end. */
const HELD_MS = 500;

/** What rules are told of a call whose output was kept open after the driver had gone. */
export function heldAspects({ durationMs, exitMs }: { durationMs: number; exitMs: number }): Aspects {
  const held = durationMs - exitMs;
  return held > HELD_MS ? { held: `${(held / 1000).toFixed(1)} s` } : {};
}
