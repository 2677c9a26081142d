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
  onEvent: (event: RunEvent) => void;
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

/** What one requirement on one release came to. */
interface Ran {
  result: Result;
  leaks: (Leak & { kubelet: string })[];
  limits: string[];
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
  const counts = { done: 0, failed: 0 };

  const runOne = async ({ requirement, release }: Planned): Promise<Ran> => {
    onEvent({ type: 'begun', id: requirement.id, release });
    const begun = { startedAt: Date.now(), at: performance.now() };
    const tried = await tryOften(() => cells.try(requirement, release, facts), {
      repeat: settings.repeatEach,
      retries: settings.retries,
      signal: ending.signal,
    });
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
    return {
      result,
      leaks: tried.leaks.map((leak) => ({ ...leak, requirement: requirement.id, kubelet: release })),
      limits: tried.limits.map((limit) => `${requirement.id}: ${limit}`),
    };
  };

  onEvent({ type: 'started', total: todo.length, workers: settings.workers });
  const ordered = settings.shuffle === undefined ? todo : shuffle(todo, settings.shuffle, keyOf);
  const ran = await runPool(ordered, settings.workers, runOne, ending.signal);
  const byKey = new Map(ordered.map((planned, index) => [keyOf(planned), ran[index]]));
  // In the order of the plan, whichever came first.
  const inOrder = plan.map((planned) => byKey.get(keyOf(planned)) ?? notRun(planned, ending.reason()));
  const leaks = inOrder.flatMap((ran) => ran.leaks);
  return {
    results: withLeaks(
      inOrder.map(({ result }) => result),
      leaks,
      catalogue,
      knownFailing,
    ),
    leaks: distinct(leaks),
    limits: inOrder.flatMap((ran) => ran.limits),
  };
}

/** The same thing left by many requirements, such as a log file, is told once. */
function distinct(leaks: readonly (Leak & { kubelet: string })[]): Leak[] {
  const seen = new Set<string>();
  return leaks
    .filter(({ kind, what }) => !seen.has(`${kind} ${what}`) && seen.add(`${kind} ${what}`))
    .map(({ kind, what, requirement, mend }) => ({
      kind,
      what,
      requirement,
      ...(mend === undefined ? {} : { mend }),
    }));
}

function notRun({ requirement, release, unmet }: Planned, ended: string | undefined): Ran {
  const result = resultOf(requirement, release, {
    status: unmet?.status ?? 'skipped',
    message: unmet?.reason ?? `the run ended before it: ${ended}`,
  });
  return { result, leaks: [], limits: [] };
}

function keyOf({ requirement, release }: Planned): string {
  return `${requirement.id} ${release}`;
}
