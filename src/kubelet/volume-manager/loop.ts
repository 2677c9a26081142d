import type { VirtualClock } from './clock.ts';

/**
 * The kubelet's loops run every 100 ms, counted from the end of the run before; a timer on a real node
 * comes a little late (measured: 0.7 ms), and that decides which tick a retry meets.
 */
export const TICK_MS = 100.7;

/**
 * One of the volume manager's loops. While there is nothing for it to do it is left out, and comes back
 * at the tick at which it would have run.
 */
export class Loop {
  readonly #clock: VirtualClock;
  readonly #body: () => Promise<boolean>;
  #phase: number;
  #cancel: (() => void) | undefined;
  #running = false;
  #again = false;
  #stopped = false;

  /** @param body answers whether there is something left to do at the next tick */
  constructor(clock: VirtualClock, firstRunAt: number, body: () => Promise<boolean>) {
    this.#clock = clock;
    this.#body = body;
    this.#phase = firstRunAt;
    this.#schedule(firstRunAt);
  }

  /** Something has come up. */
  wake(): void {
    if (this.#running) this.#again = true;
    else if (this.#cancel === undefined) this.#schedule(this.#nextTick());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #nextTick(): number {
    // The hair keeps a moment that is a tick but for rounding from being taken for a later one.
    const passed = Math.ceil((this.#clock.now - this.#phase) / TICK_MS - 1e-6);
    return this.#phase + Math.max(passed, 1) * TICK_MS;
  }

  #schedule(at: number): void {
    this.#cancel = this.#clock.at(at, () => {
      this.#cancel = undefined;
      this.#clock.start(() => this.#run());
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.#again = false;
    const more = await this.#body();
    this.#running = false;
    this.#phase = this.#clock.now;
    if (!this.#stopped && (more || this.#again)) this.#schedule(this.#phase + TICK_MS);
  }
}
