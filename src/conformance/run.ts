import { HarnessError } from '../errors.ts';
import { DEFAULT_CAPABILITIES } from '../kubelet/capabilities.ts';
import { releaseOrdinal } from '../kubelet/releases/release.ts';
import type { FlexcertRecord } from '../record/schema.ts';
import { cellsOf, type OpenCell } from './cells.ts';
import type { DriverInput } from './driver/driver-input.ts';
import { withVisibleDriver } from './driver/visible-driver.ts';
import { runEnding } from './ending.ts';
import type { RunEvent } from './events.ts';
import type { DriverFacts } from './facts.ts';
import { recordRun } from './run-record.ts';
import type { RunRequest } from './run-request.ts';
import { runRequirements } from './run-requirements.ts';

export interface RunSurroundings {
  openCell: OpenCell;
  /** Its reason is a sentence: why the run is to end. */
  signal: AbortSignal;
  onEvent: (event: RunEvent) => void;
}

/**
 * Certifies a driver: probes it, runs every selected requirement on every release, each in a cell of its own,
 * and answers the record. The results do not depend on the number of workers or the order.
 * Where not even a probe is possible, everything is skipped with the reason.
 */
export function runConformance(request: RunRequest, surroundings: RunSurroundings): Promise<FlexcertRecord> {
  const { driver, settings } = request;
  return withVisibleDriver(driver, settings.isolation, (visible) => runOn(visible, request, surroundings));
}

async function runOn(
  visible: DriverInput,
  request: RunRequest,
  { openCell, signal, onEvent }: RunSurroundings,
): Promise<FlexcertRecord> {
  const { driver, settings } = request;
  const startedAt = Date.now();
  const ending = runEnding(signal, settings.timeouts.run, (reason) => onEvent({ type: 'stopping', reason }));
  try {
    const cells = cellsOf(openCell, visible, settings, ending.signal);
    onEvent({ type: 'probing', driver: driver.name });
    // Each release reads a driver in its own way: before 1.7 there is no capability, for one.
    const facts = new Map<string, DriverFacts>();
    for (const release of settings.kubelet) {
      facts.set(release, await cells.probe(release).catch((error) => unprobed(driver.name, error)));
    }
    const findings = await runRequirements(request, cells, facts, ending, onEvent);
    const { tool, selection } = request;
    const ended = ending.reason();
    return await recordRun({
      tool,
      input: driver,
      facts: facts.get(newestOf(settings.kubelet)) as DriverFacts,
      settings,
      selection,
      startedAt,
      ended,
      ...findings,
    });
  } finally {
    ending.over();
  }
}

/** The record tells of the driver what the newest release makes of it. */
function newestOf(releases: readonly string[]): string {
  return [...releases].sort((a, b) => releaseOrdinal(a) - releaseOrdinal(b)).at(-1) as string;
}

/** @throws what is no trouble of this machine but a defect of ours */
function unprobed(name: string, error: unknown): DriverFacts {
  if (!(error instanceof HarnessError)) throw error;
  return { name, capabilities: DEFAULT_CAPABILITIES, unprobed: error.message, commands: [], uncalled: [] };
}
