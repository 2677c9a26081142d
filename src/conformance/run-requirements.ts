import { callStore } from '../record/call-store.ts';
import type { Leak, Result } from '../record/schema.ts';
import { tryOften } from './attempts.ts';
import type { Cells } from './cells.ts';
import type { Ending } from './ending.ts';
import type { RunEvent } from './events.ts';
import type { DriverFacts } from './facts.ts';
import { withLeaks } from './leak-results.ts';
import { type Planned, planRun } from './plan.ts';
import { runPool } from './pool.ts';
import { resultOf } from './result.ts';
import type { RunRequest } from './run-request.ts';
import { shuffle } from './shuffle.ts';
import { withoutRoot } from './unprivileged.ts';

/** What one requirement on one release came to. */
interface Ran {
  result: Result;
  leaks: (Leak & { kubelet: string })[];
  limits: string[];
}

/**
 * Runs every selected requirement on every release, and answers in the order of the catalogue.
 * @param facts what each release makes of the driver
 */
export async function runRequirements(
  { selected, settings, machine, catalogue, knownFailing }: RunRequest,
  cells: Cells,
  facts: ReadonlyMap<string, DriverFacts>,
  ending: Ending,
  onEvent: (event: RunEvent) => void,
): Promise<{ results: Result[]; leaks: Leak[]; limits: string[] }> {
  const plan = planRun(selected, facts, { machine, templates: settings.volumes });
  const todo = plan.filter(({ unmet }) => unmet === undefined);
  const counts = { done: 0, failed: 0 };
  const store = callStore();

  const runOne = async ({ requirement, release, driver }: Planned): Promise<Ran> => {
    onEvent({ type: 'begun', id: requirement.id, release });
    const begun = { startedAt: Date.now(), at: performance.now() };
    const once = async () => {
      const attempt = await cells.try(requirement, release, driver);
      return machine.root ? attempt : withoutRoot(attempt);
    };
    const tried = await tryOften(once, {
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
      result: store.keep(result),
      leaks: tried.leaks.map((leak) => ({ ...leak, requirement: requirement.id, kubelet: release })),
      limits: tried.limits.map((limit) => `${requirement.id}: ${limit}`),
    };
  };

  const left = plan.flatMap((planned) =>
    planned.unmet === undefined ? [] : [notRun(planned, undefined).result],
  );
  onEvent({ type: 'started', total: todo.length, workers: settings.workers, left });
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
