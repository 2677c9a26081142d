import { writeSync } from 'node:fs';

/** For programs run by `inMountNamespace`: an empty directory of their own. */
export const scratch = process.env.FLEXCERT_TEST_SCRATCH ?? '';

/** What the test passed. */
export function input<T>(): T {
  return JSON.parse(process.env.FLEXCERT_TEST_INPUT ?? 'null') as T;
}

/** What the test gets; to be called once. */
export function tell(value: unknown): void {
  writeSync(3, JSON.stringify(value));
}
