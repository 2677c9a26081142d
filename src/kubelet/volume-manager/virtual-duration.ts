/** What something counts for that is over in a moment: the same on any machine, however loaded. */
const QUICK_MS = 4;
/** What takes longer counts in steps of this, rounded down: a call of 3 s counts 3 s, though it took 3.02. */
const STEP_MS = 500;

/**
 * How long real work takes in virtual time.
 * @param durationMs what it really took
 * @returns milliseconds of virtual time
 */
export function virtualDuration(durationMs: number): number {
  return Math.floor(durationMs / STEP_MS) * STEP_MS || QUICK_MS;
}
