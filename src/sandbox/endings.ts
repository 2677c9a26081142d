import { endOpenCells } from './cell.ts';
import { giveBackRunLedger } from './run-ledger.ts';
import type { Leak } from './types.ts';

/** How a run is told to end before its time. */
export interface Endings {
  /** Aborted by the first signal, by a closed stdout, by an error that nobody caught; its reason is a sentence. */
  signal: AbortSignal;
  /** Aborted by the second signal: wait for nothing any more. */
  hurry: AbortSignal;
}

/** What ended a run before its time. `stdout`: nobody reads it any more. */
export type EndedBy = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'stdout';

/** What came of a run. */
export interface Ended<T> {
  /** Absent when the run did not end although it was hurried. */
  answer?: T;
  /** Absent when it came to its own end. */
  endedBy?: EndedBy;
  /** What could not be given back. */
  leaks: Leak[];
  /** An error that nobody caught, though the run came to an answer all the same. */
  uncaught?: { error: unknown };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A run that has not ended so long after the second signal is left where it is. */
const HURRY_LIMIT_MS = 5_000;
/** So long may a run take to end after an error that nobody caught. */
const UNCAUGHT_LIMIT_MS = 5_000;

/**
 * Runs something that makes cells, and sees to it that all that was made is given back, however it ends.
 * @param run has to end soon once `signal` is aborted, and answers what it has
 * @throws what `run` throws, and an error that nobody caught when there is no answer
 */
export async function withEndings<T>(run: (endings: Endings) => Promise<T>): Promise<Ended<T>> {
  const watch = new EndingWatch();
  let answer: T | undefined;
  let leaks: Leak[];
  try {
    answer = await Promise.race([run(watch.endings), watch.lost]);
  } finally {
    await endOpenCells();
    leaks = await giveBackRunLedger();
    watch.stop();
  }
  const { endedBy, uncaught } = watch;
  if (uncaught !== undefined && answer === undefined) throw uncaught.error;
  return {
    leaks,
    ...(uncaught === undefined ? {} : { uncaught }),
    ...(answer === undefined ? {} : { answer }),
    ...(endedBy === undefined ? {} : { endedBy }),
  };
}

class EndingWatch {
  readonly #polite = new AbortController();
  readonly #hurried = new AbortController();
  readonly endings: Endings = { signal: this.#polite.signal, hurry: this.#hurried.signal };
  endedBy: EndedBy | undefined;
  uncaught: { error: unknown } | undefined;
  /** Resolves when the run does not end although it was hurried. */
  readonly lost: Promise<undefined>;
  #lose: (nothing: undefined) => void = () => {};
  readonly #timers: NodeJS.Timeout[] = [];

  constructor() {
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
    process.on('uncaughtException', this.#onUncaught);
    process.stdout.on('error', this.#onClosed);
    // Progress that nobody reads is no reason to end.
    process.stderr.on('error', ignore);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
    process.off('uncaughtException', this.#onUncaught);
    // The streams keep their listeners: an error that is still on its way must not end us with another code.
    process.stdout.on('error', ignore);
    process.stdout.off('error', this.#onClosed);
  }

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    this.endedBy ??= signal as (typeof SIGNALS)[number];
    this.#end(`interrupted by ${signal}`);
  };

  readonly #onUncaught = (error: unknown): void => {
    this.uncaught ??= { error };
    this.#end('a defect of flexcert');
    // What the run waits for may have been what threw, and will then never come.
    this.#timers.push(setTimeout(() => this.#end(''), UNCAUGHT_LIMIT_MS));
  };

  readonly #onClosed = (): void => {
    // One closed pipe gives many errors.
    if (this.#polite.signal.aborted) return;
    this.endedBy ??= 'stdout';
    this.#end('stdout was closed');
  };

  #end(reason: string): void {
    if (!this.#polite.signal.aborted) {
      this.#polite.abort(reason);
      return;
    }
    if (this.#hurried.signal.aborted) return;
    this.#hurried.abort(reason);
    this.#timers.push(setTimeout(() => this.#lose(undefined), HURRY_LIMIT_MS));
  }
}

function ignore(): void {}
