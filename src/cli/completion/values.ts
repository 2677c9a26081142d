import { AREAS } from '../../conformance/areas.ts';
import { KNOWN_RELEASES } from '../../kubelet/profile.ts';
import { COMMANDS } from '../../kubelet/types.ts';
import { LEVELS } from '../../record/levels.ts';
import { REPORTER_NAMES } from '../../report/index.ts';
import { ISOLATIONS } from '../../sandbox/types.ts';
import type { ArgumentDescription } from '../describe-command.ts';

/** Flags of one meaning in every command; what they are checked against is not yargs' to know. */
const OF_FLAGS: Readonly<Record<string, readonly string[]>> = {
  suite: AREAS,
  level: LEVELS,
  isolation: ISOLATIONS,
  reporter: REPORTER_NAMES,
  kubelet: KNOWN_RELEASES,
  command: COMMANDS,
};

/** Words that a flag or a positional can be; files are completed as well where there are none. */
export function valuesOf({ name, choices, type }: ArgumentDescription): readonly string[] {
  return type === 'boolean' ? [] : (choices ?? OF_FLAGS[name] ?? []);
}
