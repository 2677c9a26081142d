import type { Result } from '../record/schema.ts';
import { gist } from './words.ts';

/** What a JUnit reader is told of a result: which element, and its words. */
export interface JunitOutcome {
  kind: 'passed' | 'failure' | 'error' | 'skipped';
  type: string;
  message: string;
  text: string;
}

/**
 * A failing MUST is a failure, our own trouble an error, a known failure skipped with its reason. A failing
 * SHOULD is a failure when strict and else skipped, as JUnit has no word for a warning; a MAY is never judged.
 */
export function junitOutcome(result: Result, strict: boolean): JunitOutcome {
  const message = result.message ?? '';
  const of = (kind: JunitOutcome['kind'], line: string): JunitOutcome => ({
    kind,
    type: result.level,
    message: line,
    text: [message, ...(result.diagnosis ?? []).map(diagnosisText)].join('\n'),
  });
  switch (result.status) {
    case 'passed':
      return of('passed', '');
    case 'error':
      return of('error', gist(message));
    case 'failed':
      return result.level === 'MUST' || (strict && result.level === 'SHOULD')
        ? of('failure', gist(message))
        : of('skipped', `${result.level} failed: ${gist(message)}`);
    case 'known-failure':
      return of('skipped', `known failure: ${result.known ?? gist(message)}`);
    case 'skipped':
      return of('skipped', gist(message));
    case 'not-applicable':
      return of('skipped', `not applicable: ${gist(message)}`);
  }
}

/** A diagnosis as text, in every format that has only text. */
export function diagnosisText({ rule, cause, mend }: NonNullable<Result['diagnosis']>[number]): string {
  return `Likely cause (${rule}): ${cause}\nMend: ${mend}`;
}
