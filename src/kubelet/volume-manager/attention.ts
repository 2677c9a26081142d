import type { VirtualClock } from './clock.ts';

/**
 * The volumes whose desired and actual state may differ: all that the reconciler looks at in a tick.
 * A volume that can only wait is parked until there is something to do, so that many volumes, settled or
 * waiting, cost nothing.
 */
export class Attention {
  readonly #clock: VirtualClock;
  readonly #wake: () => void;
  readonly #active = new Set<string>();
  /** What changed while a tick looked at the volumes: to be looked at again, whatever the look came to. */
  #changed = new Set<string>();
  /** By volume, how to cancel its wake-up. */
  readonly #parked = new Map<string, () => void>();

  constructor(clock: VirtualClock, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
  }

  get isEmpty(): boolean {
    return this.#active.size === 0;
  }

  /** All of them, parked or not. */
  get all(): string[] {
    return [...this.#active, ...this.#parked.keys()];
  }

  /** A tick begins: the volumes to look at, in the order in which they came up. */
  begin(): string[] {
    this.#changed = new Set();
    return [...this.#active];
  }

  /** Something changed about this volume. */
  add(volume: string): void {
    this.#parked.get(volume)?.();
    this.#parked.delete(volume);
    this.#active.add(volume);
    this.#changed.add(volume);
    this.#wake();
  }

  /** Everything that waits is looked at again. */
  addParked(): void {
    for (const volume of this.#parked.keys()) this.add(volume);
  }

  /** It is as it should be. */
  drop(volume: string): void {
    if (!this.#changed.has(volume)) this.#active.delete(volume);
  }

  /** Nothing to do until something changes, or until that moment has passed. */
  park(volume: string, until: number): void {
    if (this.#changed.has(volume)) return;
    this.#active.delete(volume);
    // A hair later, since the wait includes its last moment.
    const cancel = Number.isFinite(until) ? this.#clock.at(until + 0.001, () => this.add(volume)) : () => {};
    this.#parked.set(volume, cancel);
  }
}
