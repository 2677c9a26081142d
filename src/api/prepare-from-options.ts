import { loadSettings } from '../conformance/config/load.ts';
import { type DriverInput, readDriverInput } from '../conformance/driver/driver-input.ts';
import { UsageError } from '../errors.ts';
import { DEFAULT_RELEASE } from '../kubelet/profile.ts';
import { type PreparedRun, prepareRun } from './prepare-run.ts';
import { flagsOfOptions, type RunOptions } from './run-options.ts';

/** A run of code, checked, with its driver. */
export interface PreparedDriverRun extends PreparedRun {
  driver: DriverInput;
}

/** @throws UsageError for options, a driver or a suite that cannot be used, and when no requirement is selected */
export async function prepareFromOptions(options: RunOptions): Promise<PreparedDriverRun> {
  const from = { env: {}, directory: process.cwd(), release: DEFAULT_RELEASE, looksForFile: false };
  const prepared = await prepareRun(loadSettings(flagsOfOptions(options), from));
  const { settings, choice } = prepared;
  if (settings.driver === undefined) throw new UsageError('which driver? Give its path as `driver`');
  if (choice.selected.length === 0) {
    throw new UsageError('no requirement is selected: see what there is with `list`');
  }
  return { ...prepared, driver: readDriverInput(settings.driver, settings.name, settings.env) };
}
