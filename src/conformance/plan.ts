import { areaOf } from './areas.ts';
import type { Facts } from './facts.ts';
import { firstUnmet, type Need, type Unmet } from './needs.ts';
import type { Registered } from './registry.ts';

/** One requirement on one release. */
export interface Planned {
  requirement: Registered;
  release: string;
  /** Why it does not run, when it does not. */
  unmet?: Unmet;
}

/** Areas that speak of what comes before a kubelet has loaded the driver. */
const BEFORE_INIT = ['discovery', 'init'];

/** Every requirement on every release, in the order of the record. */
export function planRun(
  selected: readonly Registered[],
  releases: readonly string[],
  facts: Omit<Facts, 'release'>,
): Planned[] {
  return releases.flatMap((release) =>
    selected.map((requirement) => {
      const { unprobed } = facts.driver;
      const unmet: Unmet | undefined =
        unprobed === undefined
          ? firstUnmet(needsOf(requirement), { ...facts, release })
          : { status: 'skipped', reason: unprobed };
      return { requirement, release, ...(unmet === undefined ? {} : { unmet }) };
    }),
  );
}

/** What it says itself, and what goes without saying. */
function needsOf({ id, needs }: Registered): Need[] {
  return BEFORE_INIT.includes(areaOf(id)) ? [...needs] : ['init', ...needs];
}
