import { openConformanceCell } from '../conformance/cell.ts';
import type { DriverInput } from '../conformance/driver/driver-input.ts';
import type { RunEvent } from '../conformance/events.ts';
import { readMachine } from '../conformance/machine.ts';
import { runConformance } from '../conformance/run.ts';
import { SUITE_VERSION } from '../conformance/suite-version.ts';
import type { FlexcertRecord } from '../record/schema.ts';
import { toolVersion } from './overview.ts';
import type { PreparedRun } from './prepare-run.ts';
import { progressOn } from './progress.ts';
import type { EndingSignal } from './run-exit-code.ts';
import { untilSignal } from './signals.ts';

/**
 * Runs what was prepared, with its progress on stderr, until it is done or a signal ends it.
 *
 * @param listen is told what happens too
 */
export function conductRun(
  { settings, knownFailing, choice }: PreparedRun,
  driver: DriverInput,
  listen: (event: RunEvent) => void = () => {},
): Promise<{ record: FlexcertRecord; signal?: EndingSignal }> {
  const show = progressOn(process.stderr);
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
        onEvent: (event) => {
          show(event);
          listen(event);
        },
      },
    ),
  }));
}
