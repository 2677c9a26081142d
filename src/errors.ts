/**
 * Two kinds of trouble that are told in one line, without a stack: each message says the cause and the
 * next step. Anything else that is thrown is a defect of ours and is shown whole.
 */

/** The user's words are off: a flag, a path, a configuration. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** This machine or the harness could not do it. Exit code 3. */
export class HarnessError extends Error {
  override readonly name = 'HarnessError';
}
