import { openConformanceCell } from '../conformance/cell.ts';
import type { DriverInput } from '../conformance/driver/driver-input.ts';
import type { RunEvent } from '../conformance/events.ts';
import { readMachine, tryOut } from '../conformance/machine.ts';
import { runConformance } from '../conformance/run.ts';
import { SUITE_VERSION } from '../conformance/suite-version.ts';
import type { FlexcertRecord } from '../record/schema.ts';
import { tryMachine } from '../sandbox/try-machine.ts';
import type { PreparedRun } from './prepare-run.ts';
import { toolVersion } from './tool-version.ts';

/** How a run is told to end, and whom it tells. */
export interface Conducting {
  /** Its reason is a sentence. */
  signal: AbortSignal;
  /** Kills all cells at once. */
  hurry?: AbortSignal;
  onEvent: (event: RunEvent) => void;
}

/** Runs what was prepared, as the command line and the API do. */
export async function conductRun(
  { settings, knownFailing, choice }: PreparedRun,
  driver: DriverInput,
  { signal, hurry, onEvent }: Conducting,
): Promise<FlexcertRecord> {
  const machine = readMachine(settings.isolation, settings.env.PATH ?? '');
  return runConformance(
    {
      ...choice,
      driver,
      settings,
      knownFailing,
      machine: await tryOut(machine, choice.selected, tryMachine),
      tool: { version: toolVersion(), suite: SUITE_VERSION },
    },
    { openCell: openConformanceCell(settings, hurry), signal, onEvent },
  );
}
