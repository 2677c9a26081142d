import { areaOf } from './areas.ts';
import type { DriverFacts, Facts } from './facts.ts';
import { firstUnmet, type Need, type Unmet } from './needs.ts';
import type { Registered } from './registry.ts';

/** One requirement on one release. */
export interface Planned {
  requirement: Registered;
  release: string;
  /** What that release makes of the driver. */
  driver: DriverFacts;
  /** Why it does not run, when it does not. */
  unmet?: Unmet;
}

/** Areas that speak of what comes before a kubelet has loaded the driver. */
const BEFORE_INIT = ['discovery', 'init'];

/** Every requirement on every release, in the order of the record. */
export function planRun(
  selected: readonly Registered[],
  drivers: ReadonlyMap<string, DriverFacts>,
  facts: Omit<Facts, 'release' | 'driver'>,
): Planned[] {
  return [...drivers].flatMap(([release, driver]) =>
    selected.map((requirement) => {
      const { unprobed } = driver;
      const unmet: Unmet | undefined =
        unprobed === undefined
          ? firstUnmet(needsOf(requirement), { ...facts, driver, release })
          : { status: 'skipped', reason: unprobed };
      return { requirement, release, driver, ...(unmet === undefined ? {} : { unmet }) };
    }),
  );
}

/** What it says itself, and what goes without saying. */
function needsOf({ id, needs }: Registered): Need[] {
  return BEFORE_INIT.includes(areaOf(id)) ? [...needs] : ['init', ...needs];
}
