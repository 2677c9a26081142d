import { mergeOrders } from './merge-orders.ts';
import type { FlexcertRecord, Level, Result, Status, Verdict } from './schema.ts';

/** A requirement on one release, in two records. */
export interface Change {
  id: string;
  kubelet: string;
  level: Level;
  /** Absent where the record has no such result. */
  before?: Status;
  after?: Status;
  message?: string;
}

/** What became of a driver between two runs. */
export interface Comparison {
  verdict: { before: Verdict; after: Verdict };
  /** What the two runs differ in besides: other files of the driver, another suite. One sentence each. */
  circumstances: string[];
  /** Failed now and did not before. A MAY is never judged, so it cannot break. */
  broke: Change[];
  mended: Change[];
  stillFailing: Change[];
  /** Judged before, and not now: skipped, broken on our side, not applicable. */
  unjudged: Change[];
  /** Known failures that became such, and what else changed. */
  changed: Change[];
  added: Change[];
  gone: Change[];
  /** How many are as they were. */
  same: number;
}

/** Compares two records requirement by requirement; one that was repeated counts by its worst result. */
export function compareRecords(before: FlexcertRecord, after: FlexcertRecord): Comparison {
  const [old, now] = [byKey(before.results), byKey(after.results)];
  const comparison: Comparison = {
    verdict: { before: before.summary.verdict, after: after.summary.verdict },
    circumstances: circumstances(before, after),
    broke: [],
    mended: [],
    stillFailing: [],
    unjudged: [],
    changed: [],
    added: [],
    gone: [],
    same: 0,
  };
  for (const key of mergeOrders([[...now.keys()], [...old.keys()]])) {
    const change = changeOf(old.get(key), now.get(key));
    const kind = kindOf(change);
    if (kind === 'same') comparison.same += 1;
    else comparison[kind].push(change);
  }
  return comparison;
}

type Kind = 'broke' | 'mended' | 'stillFailing' | 'unjudged' | 'changed' | 'added' | 'gone' | 'same';

function kindOf({ level, before, after }: Change): Kind {
  if (before === undefined) return 'added';
  if (after === undefined) return 'gone';
  if (after === 'failed') {
    if (before === 'failed') return 'stillFailing';
    return level === 'MAY' ? 'changed' : 'broke';
  }
  if (before === after) return 'same';
  if (after === 'passed' && (before === 'failed' || before === 'known-failure')) return 'mended';
  const judged = before === 'passed' || before === 'failed';
  if (judged && after !== 'known-failure' && after !== 'passed') return 'unjudged';
  return 'changed';
}

function changeOf(old: Result | undefined, now: Result | undefined): Change {
  const { id, kubelet, level, message } = (now ?? old) as Result;
  return {
    id,
    kubelet,
    level,
    ...(old === undefined ? {} : { before: old.status }),
    ...(now === undefined ? {} : { after: now.status }),
    ...(now === undefined || message === undefined ? {} : { message }),
  };
}

const WORST: readonly Status[] = ['failed', 'error', 'known-failure', 'skipped', 'passed', 'not-applicable'];

function byKey(results: readonly Result[]): Map<string, Result> {
  const found = new Map<string, Result>();
  for (const result of results) {
    const key = `${result.id} ${result.kubelet}`;
    const known = found.get(key);
    if (known === undefined || WORST.indexOf(result.status) < WORST.indexOf(known.status))
      found.set(key, result);
  }
  return found;
}

function circumstances(before: FlexcertRecord, after: FlexcertRecord): string[] {
  const told = (what: string, value: (record: FlexcertRecord) => string) => {
    const [one, two] = [value(before), value(after)];
    return one === two ? [] : [`${what}: ${one || 'none'}, now ${two || 'none'}`];
  };
  const files = JSON.stringify(before.driver.files) === JSON.stringify(after.driver.files);
  return [
    ...told('driver', ({ driver }) => driver.name),
    ...told('version of the driver', ({ driver }) => driver.version ?? ''),
    ...(files ? ['the files of the driver are the same'] : []),
    ...told('suite', ({ tool }) => tool.suite),
    ...told('flexcert', ({ tool }) => tool.version),
    ...told('kubelet releases', ({ kubelet }) => kubelet.releases.map(({ release }) => release).join(', ')),
    ...told('selection', ({ selection = [] }) => selection.join(' ')),
  ];
}
