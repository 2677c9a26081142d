import { conductRun } from '../api/conduct-run.ts';
import type { PreparedRun } from '../api/prepare-run.ts';
import type { DriverInput } from '../conformance/driver/driver-input.ts';
import type { RunEvent } from '../conformance/events.ts';
import type { FlexcertRecord } from '../record/schema.ts';
import { progressOn } from './progress.ts';
import type { EndingSignal } from './run-exit-code.ts';
import { untilSignal } from './signals.ts';

/**
 * Runs what was prepared, with its progress on stderr, until it is done or a signal ends it.
 *
 * @param listen is told what happens too
 * @returns the record; a defect of ours that ended the run is to be thrown once the record is written
 */
export async function conductToEnd(
  prepared: PreparedRun,
  driver: DriverInput,
  listen: (event: RunEvent) => void = () => {},
): Promise<{ record: FlexcertRecord; signal?: EndingSignal; defect?: { error: unknown } }> {
  const show = progressOn(process.stderr);
  const onEvent = (event: RunEvent): void => {
    show(event);
    listen(event);
  };
  let defect: { error: unknown } | undefined;
  const ended = await untilSignal(
    async (signal, hurry) => ({ record: await conductRun(prepared, driver, { signal, hurry, onEvent }) }),
    (error) => {
      defect = { error };
    },
  );
  return { ...ended, ...(defect === undefined ? {} : { defect }) };
}
