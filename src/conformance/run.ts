import type { FlexcertRecord, Leak, Result } from '../record/schema.ts';
import { tryOften } from './attempts.ts';
import { type Cells, cellsOf, type OpenCell } from './cells.ts';
import type { KnownFailing } from './config/known-failing.ts';
import type { Settings } from './config/settings.ts';
import type { DriverInput } from './driver/driver-input.ts';
import { type Ending, runEnding } from './ending.ts';
import type { RunEvent } from './events.ts';
import type { DriverFacts, MachineFacts } from './facts.ts';
import { withLeaks } from './leak-results.ts';
import { type Planned, planRun } from './plan.ts';
import { runPool } from './pool.ts';
import type { Registered } from './registry.ts';
import { resultOf } from './result.ts';
import { recordRun } from './run-record.ts';
import { shuffle } from './shuffle.ts';

/** A run, decided in every respect. */
export interface RunRequest {
  driver: DriverInput;
  settings: Settings;
  knownFailing: KnownFailing;
  machine: MachineFacts;
  /** All that were read: a leak is told under one of them though it was not selected. */
  catalogue: readonly Registered[];
  selected: readonly Registered[];
  /** The flags that selected, as they were given. */
  selection: readonly string[];
  tool: { version: string; suite: string };
}

export interface RunSurroundings {
  openCell: OpenCell;
  /** Its reason is a sentence: why the run is to end. */
  signal: AbortSignal;
  onEvent(event: RunEvent): void;
}

/**
 * Certifies a driver: probes it, runs every selected requirement on every release, each in a cell of its own,
 * and answers the record. The results do not depend on the number of workers or the order.
 *
 * @throws HarnessError when not even a probe was possible
 */
export async function runConformance(
  request: RunRequest,
  { openCell, signal, onEvent }: RunSurroundings,
): Promise<FlexcertRecord> {
  const { driver, settings } = request;
  const startedAt = Date.now();
  const ending = runEnding(signal, settings.timeouts.run, (reason) => onEvent({ type: 'stopping', reason }));
  try {
    const cells = cellsOf(openCell, driver, settings, ending.signal);
    onEvent({ type: 'probing', driver: driver.name });
    const facts = await cells.probe(settings.kubelet[0] as string);
    const findings = await runAll(request, cells, facts, ending, onEvent);
    const { tool, selection } = request;
    const ended = ending.reason();
    return await recordRun({
      tool,
      input: driver,
      facts,
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

async function runAll(
  { selected, settings, machine, catalogue, knownFailing }: RunRequest,
  cells: Cells,
  facts: DriverFacts,
  ending: Ending,
  onEvent: (event: RunEvent) => void,
): Promise<{ results: Result[]; leaks: Leak[]; limits: string[] }> {
  const plan = planRun(selected, settings.kubelet, { driver: facts, machine, templates: settings.volumes });
  const todo = plan.filter(({ unmet }) => unmet === undefined);
  const leaks: (Leak & { kubelet: string })[] = [];
  const limits: string[] = [];
  const counts = { done: 0, failed: 0 };

  const runOne = async ({ requirement, release }: Planned): Promise<Result> => {
    onEvent({ type: 'begun', id: requirement.id, release });
    const begun = { startedAt: Date.now(), at: performance.now() };
    const tried = await tryOften(() => cells.try(requirement, release, facts), {
      repeat: settings.repeatEach,
      retries: settings.retries,
      signal: ending.signal,
    });
    for (const leak of tried.leaks) leaks.push({ ...leak, requirement: requirement.id, kubelet: release });
    limits.push(...tried.limits.map((limit) => `${requirement.id}: ${limit}`));
    const result = resultOf(requirement, release, tried.attempt, {
      known: knownFailing.get(requirement.id),
      attempts: tried.attempts,
      startedAt: begun.startedAt,
      durationMs: performance.now() - begun.at,
    });
    onEvent({ type: 'ended', result, done: ++counts.done, total: todo.length });
    if (result.status === 'failed' && ++counts.failed === settings.maxFailures) {
      ending.stop(`${counts.failed} ${counts.failed === 1 ? 'requirement' : 'requirements'} failed`);
    }
    return result;
  };

  onEvent({ type: 'started', total: todo.length, workers: settings.workers });
  const ordered = settings.shuffle === undefined ? todo : shuffle(todo, settings.shuffle, keyOf);
  const ran = await runPool(ordered, settings.workers, runOne, ending.signal);
  const byKey = new Map(ordered.map((planned, index) => [keyOf(planned), ran[index]]));
  const results = plan.map((planned) => byKey.get(keyOf(planned)) ?? notRun(planned, ending.reason()));
  return {
    results: withLeaks(results, leaks, catalogue, knownFailing),
    leaks: distinct(leaks),
    limits,
  };
}

/** The same thing left by many requirements, such as a log file, is told once. */
function distinct(leaks: readonly (Leak & { kubelet: string })[]): Leak[] {
  const byThing = new Map(leaks.map(({ kubelet: _, ...leak }) => [`${leak.kind} ${leak.what}`, leak]));
  return [...byThing.values()];
}

function notRun({ requirement, release, unmet }: Planned, ended: string | undefined): Result {
  const status = unmet?.status ?? 'skipped';
  return resultOf(requirement, release, {
    status,
    message: unmet?.reason ?? `the run ended before it: ${ended}`,
  });
}

function keyOf({ requirement, release }: Planned): string {
  return `${requirement.id} ${release}`;
}
