import { endOpenCells } from './cell.ts';
import { giveBackRunLedger } from './run-ledger.ts';
import type { Leak } from './types.ts';

/** How a run is told to end before its time. */
export interface Endings {
  /** Aborted by the first signal, by a closed stdout, by an error that nobody caught: write what there is. */
  signal: AbortSignal;
  /** Aborted by the second signal: wait for nothing any more. */
  hurry: AbortSignal;
}

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** As a shell would tell of a program that the signal has ended. */
const SIGNAL_CODES: Readonly<Record<Signal, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const FAILED = 3;
/** A run that has not ended so long after the second signal is left where it is. */
const HURRY_LIMIT_MS = 5_000;
/** So long may a run take to end after an error that nobody caught. */
const UNCAUGHT_LIMIT_MS = 5_000;

/**
 * Runs something that makes cells, and sees to it that all that was made is given back, however it ends.
 * @param run has to end soon once `signal` is aborted
 * @param onLeaks is told what could not be given back
 * @returns the code that `run` answers; 130, 143 or 129 after a signal; 3 when nobody reads stdout any more
 * @throws what `run` throws, and an error that nobody caught
 */
export async function withEndings(
  run: (endings: Endings) => Promise<number>,
  onLeaks: (leaks: readonly Leak[]) => void = () => {},
): Promise<number> {
  const watch = new EndingWatch();
  try {
    const code = await Promise.race([run(watch.endings), watch.lost]);
    if (watch.uncaught !== undefined) throw watch.uncaught.error;
    return watch.code ?? code;
  } finally {
    await endOpenCells();
    const leaks = await giveBackRunLedger();
    if (leaks.length > 0) onLeaks(leaks);
    watch.stop();
  }
}

class EndingWatch {
  readonly #polite = new AbortController();
  readonly #hurried = new AbortController();
  readonly endings: Endings = { signal: this.#polite.signal, hurry: this.#hurried.signal };
  /** The exit code, once something else than the run has decided it. */
  code: number | undefined;
  uncaught: { error: unknown } | undefined;
  /** Resolves when the run does not end although it was hurried. */
  readonly lost: Promise<number>;
  #lose: (code: number) => void = () => {};
  readonly #timers: NodeJS.Timeout[] = [];

  constructor() {
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
    for (const signal of Object.keys(SIGNAL_CODES)) process.on(signal, this.#onSignal);
    process.on('uncaughtException', this.#onUncaught);
    process.stdout.on('error', this.#onClosed);
    // Progress that nobody reads is no reason to end.
    process.stderr.on('error', ignore);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const signal of Object.keys(SIGNAL_CODES)) process.off(signal, this.#onSignal);
    process.off('uncaughtException', this.#onUncaught);
    // The streams keep their listeners: an error that is still on its way must not end us with another code.
    process.stdout.on('error', ignore);
    process.stdout.off('error', this.#onClosed);
  }

  readonly #onSignal = (signal: NodeJS.Signals): void => this.#end(SIGNAL_CODES[signal as Signal]);

  readonly #onUncaught = (error: unknown): void => {
    this.uncaught ??= { error };
    this.#end(FAILED);
    // What the run waits for may have been what threw, and will then never come.
    this.#timers.push(setTimeout(() => this.#end(FAILED), UNCAUGHT_LIMIT_MS));
  };

  readonly #onClosed = (): void => {
    // One closed pipe gives many errors.
    if (!this.#polite.signal.aborted) this.#end(FAILED);
  };

  #end(code: number): void {
    this.code ??= code;
    if (!this.#polite.signal.aborted) {
      this.#polite.abort();
      return;
    }
    if (this.#hurried.signal.aborted) return;
    this.#hurried.abort();
    this.#timers.push(setTimeout(() => this.#lose(code), HURRY_LIMIT_MS));
  }
}

function ignore(): void {}
