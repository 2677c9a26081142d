import {
  LEVELS,
  type Level,
  type Result,
  STATUSES,
  type Status,
  type Summary,
  type Verdict,
} from './schema.ts';

/** All that a verdict depends on. A record is one. */
export interface Judged {
  results: readonly Pick<Result, 'id' | 'level' | 'status' | 'kubelet' | 'known'>[];
  /** A failing SHOULD counts as a failing MUST. */
  strict?: boolean | undefined;
  /** Why the run ended early, when it did. */
  ended?: string | undefined;
}

/**
 * The summary that follows from the results alone. A run writes it, and `verify` derives it again.
 *
 * not-conformant: a MUST failed (strict: or a SHOULD), whatever else is unknown.
 * incomplete: otherwise, when a MUST was skipped or broke on our side, the run ended early, or nothing was judged.
 * conformant: otherwise. Known failures do not count against it, and are named among the reasons.
 */
export function deriveSummary(judged: Judged): Summary {
  const releases = [...new Set(judged.results.map((result) => result.kubelet))];
  const perRelease = releases.map((release) => {
    const results = judged.results.filter((result) => result.kubelet === release);
    return { release, ...judge({ ...judged, results }) };
  });
  const whole = judge(judged);
  return {
    verdict: whole.verdict,
    reasons: [
      ...(perRelease.length === 0 ? whole.reasons : []),
      ...(releases.length > 1 ? byReason(perRelease) : perRelease.flatMap(({ reasons }) => reasons)),
      ...(judged.ended === undefined ? [] : [`the run ended early: ${judged.ended}`]),
    ],
    counts: countResults(judged.results),
    releases: Object.fromEntries(perRelease.map(({ release, verdict }) => [release, verdict])),
  };
}

/** `kubelet 1.20, 1.32: 1 MUST failed: mount/a`: what is the same on several releases is said once. */
function byReason(perRelease: readonly { release: string; reasons: readonly string[] }[]): string[] {
  const releases = new Map<string, string[]>();
  for (const { release, reasons } of perRelease) {
    for (const reason of reasons) releases.set(reason, [...(releases.get(reason) ?? []), release]);
  }
  return [...releases].map(([reason, of]) => `kubelet ${of.join(', ')}: ${reason}`);
}

/** How many results there are of each level and status. */
export function countResults(results: Judged['results']): Summary['counts'] {
  const none = () => Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  const counts: Record<Level, Record<Status, number>> = { MUST: none(), SHOULD: none(), MAY: none() };
  for (const { level, status } of results) counts[level][status] += 1;
  return counts;
}

function judge({ results, strict = false, ended }: Judged): { verdict: Verdict; reasons: string[] } {
  const binding = LEVELS.filter((level) => level === 'MUST' || (strict && level === 'SHOULD'));
  const having = (level: Level, status: Status) =>
    results.filter((result) => result.level === level && result.status === status);
  const failed = binding.map((level) => told(having(level, 'failed'), level, 'failed'));
  const broken = told(having('MUST', 'error'), 'MUST', 'could not be judged, for a fault of the harness');
  const skipped = told(having('MUST', 'skipped'), 'MUST', 'could not run here');
  const known = told(
    results.filter((result) => result.status === 'known-failure'),
    'requirement',
    'failed as known-failing says',
  );
  const nothing = results.some(({ status }) => JUDGED.has(status)) ? [] : ['no requirement was judged'];
  const against = failed.flat();
  const unknown = [...broken, ...skipped, ...nothing];
  const early = ended !== undefined;
  return {
    verdict:
      against.length > 0 ? 'not-conformant' : unknown.length > 0 || early ? 'incomplete' : 'conformant',
    reasons: [...against, ...unknown, ...known],
  };
}

const JUDGED: ReadonlySet<Status> = new Set<Status>(['passed', 'failed', 'known-failure']);

/** How many ids a reason names. */
const NAMED = 10;

/** `2 MUST failed: mount/a, mount/b`; nothing when there is none. */
function told(results: Judged['results'], what: string, happened: string): string[] {
  if (results.length === 0) return [];
  const ids = [...new Set(results.map((result) => result.id))];
  const more = ids.length > NAMED ? `, and ${ids.length - NAMED} more` : '';
  return [
    `${results.length} ${what}${plural(what, results.length)} ${happened}: ${ids.slice(0, NAMED).join(', ')}${more}`,
  ];
}

function plural(what: string, count: number): string {
  return count === 1 || what === what.toUpperCase() ? '' : 's';
}
