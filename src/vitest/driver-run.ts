import type { TestContext } from 'vitest';
import { conductRun } from '../api/conduct-run.ts';
import type { PreparedDriverRun } from '../api/prepare-from-options.ts';
import { running } from '../api/running.ts';
import type { RunEvent } from '../conformance/events.ts';
import type { FlexcertRecord, Result } from '../record/schema.ts';
import { gist } from '../report/words.ts';
import { Awaited } from './awaited.ts';
import { plannedTests } from './planned-tests.ts';

/** One run behind the tests of a driver. It begins when the first of them asks for its result. */
export class DriverRun {
  readonly prepared: PreparedDriverRun;
  readonly #abort = new AbortController();
  readonly #results = new Awaited<Result>();
  #record: Promise<FlexcertRecord> | undefined;

  constructor(prepared: PreparedDriverRun) {
    this.prepared = prepared;
  }

  /** @param context of the test that asks: when it is cancelled, the run ends */
  resultOf(id: string, release: string, { task, signal }: TestContext): Promise<Result> {
    signal.addEventListener('abort', () => this.#abort.abort('the tests were cancelled'));
    this.#record ??= this.#begin(plannedTests(task, this.prepared.settings.kubelet));
    return this.#results.get(keyOf(id, release));
  }

  /**
   * Ends what still runs, and waits until all is given back.
   *
   * @throws when the driver left something behind, and the requirement that says so was not among the tests
   */
  async end(): Promise<void> {
    if (this.#record === undefined) return;
    this.#abort.abort('the tests have ended');
    const record = await this.#record.catch(() => undefined);
    const { selected } = this.prepared.choice;
    const untold = (record?.results ?? []).filter(
      (result) => result.status === 'failed' && !selected.some(({ id }) => id === result.id),
    );
    if (untold.length === 0) return;
    throw new Error(untold.map(({ id, message = '' }) => `${id}: ${gist(message)}`).join('\n'));
  }

  #begin(planned: { ids: ReadonlySet<string>; releases: readonly string[] }): Promise<FlexcertRecord> {
    const { choice, settings, driver } = this.prepared;
    // An interrupted vitest ends without a word to the process that runs its tests.
    process.once('disconnect', () => this.#abort.abort('vitest has ended'));
    const record = running(() =>
      conductRun(
        {
          ...this.prepared,
          settings: { ...settings, kubelet: [...planned.releases] },
          choice: { ...choice, selected: choice.selected.filter(({ id }) => planned.ids.has(id)) },
        },
        driver,
        { signal: this.#abort.signal, onEvent: (event) => this.#take(event) },
      ),
    );
    record.then(
      ({ results }) => {
        for (const result of results) this.#settle(result);
      },
      (error: unknown) => this.#results.failAll(error),
    );
    return record;
  }

  #take(event: RunEvent): void {
    if (event.type === 'started') for (const result of event.left) this.#settle(result);
    // What a driver left behind in any requirement is told under `cleanup/`: known when all have ended.
    if (event.type === 'ended' && !event.result.id.startsWith('cleanup/')) this.#settle(event.result);
  }

  #settle(result: Result): void {
    this.#results.settle(keyOf(result.id, result.kubelet), result);
  }
}

function keyOf(id: string, release: string): string {
  return `${id} ${release}`;
}
