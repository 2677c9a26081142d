import { loadSettings } from '../conformance/config/load.ts';
import { readDriverInput } from '../conformance/driver/driver-input.ts';
import type { RunEvent } from '../conformance/events.ts';
import { UsageError } from '../errors.ts';
import { DEFAULT_RELEASE } from '../kubelet/profile.ts';
import type { FlexcertRecord } from '../record/schema.ts';
import { conductRun } from './conduct-run.ts';
import { prepareRun } from './prepare-run.ts';
import { flagsOfOptions, type RunOptions } from './run-options.ts';
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
    const from = { env: {}, directory: process.cwd(), release: DEFAULT_RELEASE, looksForFile: false };
    const prepared = await prepareRun(loadSettings(flagsOfOptions(options), from));
    const { settings, choice } = prepared;
    if (settings.driver === undefined) throw new UsageError('which driver? Give its path as `driver`');
    if (choice.selected.length === 0) {
      throw new UsageError('no requirement is selected: see what there is with `list`');
    }
    const driver = readDriverInput(settings.driver, settings.name, settings.env);
    const signal = options.signal ?? new AbortController().signal;
    return conductRun(prepared, driver, { signal, onEvent: emit });
  });
}
