import type { TestContext } from 'vitest';
import type { Result } from '../record/schema.ts';
import { junitOutcome } from '../report/junit-outcome.ts';
import { capped, transcript } from '../report/transcript.ts';

/** Of the calls of one requirement, head and tail. */
const TRANSCRIPT_LIMIT = 16_384;

declare module 'vitest' {
  interface TaskMeta {
    /** The requirement's result but for its calls, for reporters. */
    flexcert?: Omit<Result, 'calls'>;
  }
}

/** Ends a test as its result has it, by the rules of the JUnit report. */
export function judge(result: Result, strict: boolean, { task, skip }: TestContext): void {
  const { calls: _calls, ...told } = result;
  task.meta.flexcert = told;
  const outcome = junitOutcome(result, strict);
  if (outcome.kind === 'skipped') skip(outcome.message);
  if (outcome.kind === 'failure' || outcome.kind === 'error')
    throw new RequirementFailure(result, outcome.text);
}

/** What a failing test shows: what was expected and came, the likely cause, why it matters, and every call. */
class RequirementFailure extends Error {
  override readonly name: string;

  constructor(result: Result, text: string) {
    const story = capped(transcript(result), TRANSCRIPT_LIMIT);
    super(`${text}\n\nWhy: ${result.reference}\n\n${story}`);
    this.name = result.status === 'error' ? 'HarnessError' : `${result.level} failed`;
    // Where our own code threw it tells a driver's author nothing.
    this.stack = `${this.name}: ${this.message}`;
  }
}
