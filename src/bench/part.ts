import type { Progress } from './types.ts';

/** All that is to be done, counted in lifecycles, and how long that may take. */
export class Course {
  readonly #begun = performance.now();
  readonly #tell: (progress: Progress) => void;
  readonly notes: string[] = [];
  #done = 0;
  #left: number;

  constructor(lifecycles: number, tell: (progress: Progress) => void) {
    this.#left = lifecycles;
    this.#tell = tell;
  }

  /** @param limitMs after which it goes on no longer, whatever is left of it */
  part(name: string, total: number, limitMs: number): Part {
    const until = performance.now() + limitMs;
    let did = 0;
    const tell = (): void => {
      const each = this.#done === 0 ? 0 : (performance.now() - this.#begun) / this.#done;
      this.#tell({ part: name, done: did, total, leftMs: Math.round(each * this.#left) });
    };
    tell();
    return {
      goesOn: (done) => {
        if (done >= total) return false;
        // One is measured in any case.
        if (done === 0 || performance.now() < until) return true;
        this.notes.push(`${name}: ended after ${limitMs / 1000} s, ${done} of ${total}. More: --limit`);
        this.#left -= total - done;
        return false;
      },
      did: (lifecycles) => {
        did += lifecycles;
        this.#done += lifecycles;
        this.#left -= lifecycles;
        tell();
      },
    };
  }
}

/** A part of the measurements. */
export interface Part {
  /** @param done what was measured so far. Notes it when the time is up before the end */
  goesOn(done: number): boolean;
  did(lifecycles: number): void;
}
