import { type Appointment, ClockQueue } from './clock-queue.ts';

/**
 * Time as the kubelet under emulation sees it, in milliseconds from its start. It passes only from one
 * appointment to the next, so waiting takes no real time, and everything happens in the same order on
 * any machine, however loaded: real work (a driver's call, a mkfs) is done one piece after the other
 * while virtual time stands still, and what it is counted for is the caller's to say with `sleep`.
 */
export class VirtualClock {
  readonly #queue = new ClockQueue();
  #now = 0;
  #order = 0;
  #working = 0;
  #lastWork: Promise<unknown> = Promise.resolve();
  #defect: { error: unknown } | undefined;

  get now(): number {
    return this.#now;
  }

  /** @returns a function that cancels it. */
  at(time: number, action: () => void): () => void {
    const appointment: Appointment = { at: Math.max(time, this.#now), order: this.#order++, action };
    this.#queue.push(appointment);
    return () => {
      delete appointment.action;
    };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(this.#now + ms, resolve));
  }

  /** Real work: virtual time waits for it, and it waits for the work asked for before it. */
  async work<Result>(task: () => Promise<Result>): Promise<Result> {
    this.#working++;
    const turn = this.#lastWork.then(task);
    this.#lastWork = turn.catch(() => {});
    try {
      return await turn;
    } finally {
      this.#working--;
    }
  }

  /** Starts something that runs along. A defect in it ends the run that is under way. */
  start(task: () => Promise<void>): void {
    Promise.resolve()
      .then(task)
      .catch((error: unknown) => {
        this.#defect ??= { error };
      });
  }

  /** Lets everything happen until then. `until` may end it sooner: it is asked after each moment. */
  async runTo(time: number, until?: () => boolean): Promise<void> {
    for (;;) {
      await this.#settle();
      if (until?.() === true) return;
      const next = this.#queue.first;
      if (next === undefined || next.at > time) break;
      this.#queue.shift();
      if (next.action === undefined) continue;
      this.#now = next.at;
      next.action();
    }
    if (Number.isFinite(time)) this.#now = Math.max(this.#now, time);
  }

  /** Lets all that follows from the present moment happen, real work included. */
  async #settle(): Promise<void> {
    do {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#working > 0) await this.#lastWork;
      if (this.#defect !== undefined) throw this.#defect.error;
    } while (this.#working > 0);
  }
}
