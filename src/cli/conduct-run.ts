import { openConformanceCell } from '../conformance/cell.ts';
import type { DriverInput } from '../conformance/driver/driver-input.ts';
import { readMachine } from '../conformance/machine.ts';
import { runConformance } from '../conformance/run.ts';
import { SUITE_VERSION } from '../conformance/suite-version.ts';
import type { FlexcertRecord } from '../record/schema.ts';
import { toolVersion } from './overview.ts';
import type { PreparedRun } from './prepare-run.ts';
import { progressOn } from './progress.ts';
import type { EndingSignal } from './run-exit-code.ts';
import { untilSignal } from './signals.ts';

/** Runs what was prepared, with its progress on stderr, until it is done or a signal ends it. */
export function conductRun(
  { settings, knownFailing, choice }: PreparedRun,
  driver: DriverInput,
): Promise<{ record: FlexcertRecord; signal?: EndingSignal }> {
  return untilSignal(async (aborted, hurry) => ({
    record: await runConformance(
      {
        ...choice,
        driver,
        settings,
        knownFailing,
        machine: readMachine(settings.isolation, settings.env.PATH ?? ''),
        tool: { version: toolVersion(), suite: SUITE_VERSION },
      },
      {
        openCell: openConformanceCell(settings, hurry),
        signal: aborted,
        onEvent: progressOn(process.stderr),
      },
    ),
  }));
}
