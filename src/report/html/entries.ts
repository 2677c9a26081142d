import type { Level, Result, Status } from '../../record/schema.ts';
import { areaOf } from '../words.ts';

/** A requirement with its results on every release of the run. */
export interface Entry {
  id: string;
  area: string;
  level: Level;
  sentence: string;
  reference: string;
  /** The status that needs attention most. */
  status: Status;
  tone: Tone;
  results: Result[];
}

/** Worst first. A requirement that passed on one release and does not apply to another has passed. */
const WORST: readonly Status[] = ['failed', 'error', 'known-failure', 'skipped', 'passed', 'not-applicable'];

/** Results by requirement, in the order in which they were first met. */
export function entriesOf(results: readonly Result[], strict: boolean): Entry[] {
  const entries = new Map<string, Entry>();
  for (const result of results) {
    const { id, level, sentence, reference, status } = result;
    const entry = entries.get(id) ?? {
      id,
      area: areaOf(id),
      level,
      sentence,
      reference,
      status,
      tone: status,
      results: [],
    };
    entry.results.push(result);
    entry.status = worse(entry.status, status);
    entry.tone = toneOf(level, entry.status, strict);
    entries.set(id, entry);
  }
  return [...entries.values()];
}

/** Entries by area, areas in the order in which they were first met. */
export function byArea(entries: readonly Entry[]): Map<string, Entry[]> {
  const areas = new Map<string, Entry[]>();
  for (const entry of entries) {
    const area = areas.get(entry.area);
    if (area === undefined) areas.set(entry.area, [entry]);
    else area.push(entry);
  }
  return areas;
}

/**
 * What a status looks like. A failing SHOULD or MAY is no failure of the run unless it is strict, and must not
 * look like one.
 */
export type Tone = Status | 'warning';

export function toneOf(level: Level, status: Status, strict: boolean): Tone {
  const counts = level === 'MUST' || (level === 'SHOULD' && strict);
  return status === 'failed' && !counts ? 'warning' : status;
}

function worse(a: Status, b: Status): Status {
  return WORST.indexOf(a) <= WORST.indexOf(b) ? a : b;
}
