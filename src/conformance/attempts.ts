import type { Attempt } from './collect.ts';

/**
 * Tries a requirement until it is decided.
 *
 * @param repeat how often it has to pass; the first try that does not pass decides
 * @param retries how often a failing one may be tried again before it counts as failed
 * @returns the try that decided, and how many there were
 */
export async function tryOften(
  once: () => Promise<Attempt>,
  { repeat, retries, signal }: { repeat: number; retries: number; signal: AbortSignal },
): Promise<{ attempt: Attempt; attempts: number; leaks: Attempt['leaks']; limits: string[] }> {
  const leaks: Attempt['leaks'] = [];
  const limits: string[] = [];
  let attempts = 0;
  let left = retries;
  for (let passed = 0; ; ) {
    const attempt = await once();
    attempts++;
    leaks.push(...attempt.leaks);
    limits.push(...(attempt.limits ?? []));
    if (attempt.status === 'passed') passed++;
    const again = attempt.status === 'passed' ? passed < repeat : isUnlucky(attempt) && left-- > 0;
    if (!again || signal.aborted)
      return { attempt: noted(attempt, attempts, passed), attempts, leaks, limits };
  }
}

function isUnlucky({ status }: Attempt): boolean {
  return status === 'failed' || status === 'error';
}

/** A pass after failures is told, never hidden. */
function noted(attempt: Attempt, attempts: number, passed: number): Attempt {
  const failed = attempts - passed;
  if (attempt.status !== 'passed' || failed === 0) return attempt;
  return { ...attempt, notes: [...attempt.notes, `flaky: ${failed} of ${attempts} tries failed`] };
}
