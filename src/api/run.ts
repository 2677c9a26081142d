import type { RunEvent } from '../conformance/events.ts';
import type { FlexcertRecord } from '../record/schema.ts';
import { conductRun } from './conduct-run.ts';
import { prepareFromOptions } from './prepare-from-options.ts';
import type { RunOptions } from './run-options.ts';
import { type Running, running } from './running.ts';

/**
 * Runs the requirements against a driver, as `flexcert run` does, and answers the record. Nothing is printed or
 * written: `report` makes any report from the record.
 *
 * An aborted run answers as well: `ended` says why it ended, and what did not run is skipped with that reason.
 *
 * @throws UsageError for options, a driver or a suite that cannot be used, and when no requirement is selected
 * @throws HarnessError when this machine fails us
 */
export function run(options: RunOptions): Running<RunEvent, FlexcertRecord> {
  return running(async (emit) => {
    const prepared = await prepareFromOptions(options);
    const signal = options.signal ?? new AbortController().signal;
    return conductRun(prepared, prepared.driver, { signal, onEvent: emit });
  });
}
