import { COMMANDS } from '../kubelet/types.ts';
import type { Attempt } from './collect.ts';

/** Commands that need no more rights than whoever calls them. */
const HARMLESS = ['init', 'getvolumename'];

/**
 * A driver mounts, and that takes root: what fails without it says nothing about the driver, what passes
 * does.
 */
export function withoutRoot(attempt: Attempt): Attempt {
  const needsRights = attempt.calls.some(
    ({ argv: [command = ''] }) =>
      (COMMANDS as readonly string[]).includes(command) && !HARMLESS.includes(command),
  );
  if (attempt.status !== 'failed' || !needsRights) return attempt;
  const why = attempt.message?.split('\n').slice(0, 2).join(', ');
  return { ...attempt, status: 'skipped', message: `this needs root; without it: ${why}` };
}
