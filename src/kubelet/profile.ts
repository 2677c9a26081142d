import {
  changeOrdinal,
  MEASURED_RELEASES,
  type Ordinal,
  releaseLine,
  releaseOrdinal,
} from './releases/release.ts';
import type { Switch } from './releases/switch.ts';
import { SWITCHES, type SwitchName, type SwitchValue } from './releases/table.ts';

export { DEFAULT_RELEASE, KNOWN_RELEASES, NEWEST } from './releases/release.ts';

/** How the kubelet of one release behaves: every switch of the release table with its value there. */
export type Profile = { readonly [Name in SwitchName]: SwitchValue<Name> } & {
  /** As it was asked for, such as `1.20` or `1.6.3`. */
  readonly release: string;
};

/** A switch as it stands in one release. */
export interface SwitchState {
  name: SwitchName;
  about: string;
  value: unknown;
  /** Recorded on this very release line, and shown by a recording. */
  measured: boolean;
  /** Measured releases that have the same value, with no change of the switch in between. */
  recordedOn: readonly string[];
  /** The release at which it changes is likely, not read in a tagged release. */
  likely: boolean;
}

const NAMES = Object.keys(SWITCHES) as SwitchName[];

/**
 * The kubelet of a release.
 * @param release `1.2` ... `1.36`, or with a patch number (1.6.0 to 1.6.4 differ from 1.6.5); a line
 *   without one is its last patch.
 * @throws UsageError naming the known releases.
 */
export function profileFor(release: string): Profile {
  const at = releaseOrdinal(release);
  const values = NAMES.map((name) => [name, valueAt<unknown>(SWITCHES[name], at)]);
  return Object.freeze({ ...Object.fromEntries(values), release: release.replace(/^v/, '') }) as Profile;
}

/** Every switch of a profile with its value, and what that rests on, in the order of the table. */
export function switchStates(profile: Profile): SwitchState[] {
  const at = releaseOrdinal(profile.release);
  const measured = (MEASURED_RELEASES as readonly string[]).includes(releaseLine(profile.release));
  return NAMES.map((name) => {
    const entry: Switch<unknown> = SWITCHES[name];
    const recordedOn = MEASURED_RELEASES.filter(
      (other) => entry.unrecorded !== true && stepAt(entry, releaseOrdinal(other)) === stepAt(entry, at),
    );
    return {
      name,
      about: entry.about,
      value: profile[name],
      measured: measured && entry.unrecorded !== true,
      recordedOn,
      likely: entry.likely === true,
    };
  });
}

/** The switches of a profile that were not recorded on its release: what a run on it relies on unproven. */
export function unmeasuredSwitches(profile: Profile): SwitchState[] {
  return switchStates(profile).filter((state) => !state.measured);
}

function valueAt<Value>(entry: Switch<Value>, at: Ordinal): Value {
  const step = entry.steps[stepAt(entry, at)];
  if (step === undefined) throw new Error(`the switch "${entry.about}" has no value for the oldest release`);
  return step[1];
}

/** Index of the step that holds at a release. */
function stepAt(entry: Switch<unknown>, at: Ordinal): number {
  return entry.steps.findLastIndex(([from]) => changeOrdinal(from) <= at);
}
