import type { Leak, Result } from '../record/schema.ts';
import type { Registered } from './registry.ts';
import { resultOf } from './result.ts';

/** The requirement that speaks of each kind of leak. */
const SPEAKS_OF: Record<Leak['kind'], string> = {
  mount: 'cleanup/leaves-no-mount',
  loop: 'cleanup/leaves-no-loop-device',
  process: 'cleanup/leaves-no-process',
  file: 'cleanup/leaves-no-file',
};
const NAMED = 5;

/**
 * What a driver left behind in any requirement fails the one under `cleanup/` that speaks of it, also when it
 * was not selected: a leak is never let pass.
 */
export function withLeaks(
  results: readonly Result[],
  leaks: readonly (Leak & { kubelet: string })[],
  catalogue: readonly Registered[],
  known: ReadonlyMap<string, string>,
): Result[] {
  const told = [...results];
  for (const [kind, id] of Object.entries(SPEAKS_OF)) {
    const requirement = catalogue.find((one) => one.id === id);
    const ofKind = leaks.filter((leak) => leak.kind === kind);
    if (requirement === undefined) continue;
    for (const release of new Set(ofKind.map((leak) => leak.kubelet))) {
      const here = ofKind.filter((leak) => leak.kubelet === release);
      const at = told.findIndex((result) => result.id === id && result.kubelet === release);
      const own = told[at];
      if (own?.status === 'failed' || own?.status === 'known-failure') continue;
      const failed = resultOf(
        requirement,
        release,
        { status: 'failed', message: messageOf(here), calls: own?.calls ?? [] },
        { known: known.get(id), ...(own === undefined ? {} : { durationMs: own.durationMs }) },
      );
      if (at === -1) told.push(failed);
      else told[at] = { ...failed, startedAt: (own as Result).startedAt };
    }
  }
  return told;
}

function messageOf(leaks: readonly Leak[]): string {
  const shown = leaks.slice(0, NAMED).map(({ what, requirement }) => `${what}, after ${requirement}`);
  const more = leaks.length > NAMED ? [`and ${leaks.length - NAMED} more`] : [];
  return [
    'expected nothing to be left when the kubelet has taken everything away',
    `came ${shown.join('\n')}`,
    ...more,
  ].join('\n');
}
