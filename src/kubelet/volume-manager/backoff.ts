const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 122_000;

/**
 * How long an operation that failed is left alone: 500 ms, doubled at each failure up to 2 min 2 s,
 * counted from the end of the failed try.
 */
export class Backoff {
  #failedAt = 0;
  #waitMs = 0;

  get waitMs(): number {
    return this.#waitMs;
  }

  /** The moment up to which (and including which) nothing is tried. */
  get until(): number {
    return this.#failedAt + this.#waitMs;
  }

  allows(now: number): boolean {
    return this.#waitMs === 0 || now > this.until;
  }

  failed(now: number): void {
    this.#waitMs = this.#waitMs === 0 ? FIRST_WAIT_MS : Math.min(2 * this.#waitMs, LONGEST_WAIT_MS);
    this.#failedAt = now;
  }
}
