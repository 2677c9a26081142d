import type { Result, Status, Verdict } from '../record/schema.ts';

/** How the statuses and verdicts are called in every format that people read. */
export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  passed: 'passed',
  failed: 'failed',
  'known-failure': 'known failure',
  error: 'harness error',
  skipped: 'skipped',
  'not-applicable': 'not applicable',
};

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  conformant: 'Conformant',
  'not-conformant': 'Not conformant',
  incomplete: 'Incomplete',
};

/** `mount` of `mount/is-idempotent`. */
export function areaOf(id: string): string {
  return id.split('/', 1)[0] as string;
}

/** The requirement as a sentence: "The driver MUST answer Success, ...". */
export function sentenceOf({ level, sentence }: Pick<Result, 'level' | 'sentence'>): string {
  return `The driver ${level} ${sentence.replace(/\.$/, '')}.`;
}

/**
 * The gist of a message in one line: its first, and what came where the second says so, as a broken
 * expectation does.
 */
export function gist(message: string): string {
  const [first = '', second = ''] = message.split('\n', 2);
  return /^came\b/.test(second) ? `${first}; ${second}` : first;
}

/** `1 call`, `2 calls`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A time that a person reads: `3.1 ms`, `840 ms`, `2.4 s`, `3 min 20 s`. */
export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
