import { type Choice, chooseRequirements } from '../conformance/choose.ts';
import type { KnownFailing } from '../conformance/config/known-failing.ts';
import type { Loaded } from '../conformance/config/load.ts';
import type { Settings } from '../conformance/config/settings.ts';
import { UsageError } from '../errors.ts';
import { profileFor } from '../kubelet/profile.ts';

/** A run, checked as far as that is possible without a driver. */
export interface PreparedRun {
  settings: Settings;
  knownFailing: KnownFailing;
  choice: Choice;
}

/**
 * What follows from a configuration: the requirements that it selects.
 *
 * @throws UsageError for a release that cannot be certified for, or a vendor's suite that cannot be read
 */
export async function prepareRun({ settings, knownFailing }: Loaded): Promise<PreparedRun> {
  settings.kubelet.forEach(requireTodaysCalls);
  return { settings, knownFailing, choice: await chooseRequirements(settings) };
}

/** Requirements speak of the calls of 1.6 and later: a driver of before cannot work there, and the reverse. */
function requireTodaysCalls(release: string): void {
  if (profileFor(release).speaksTodaysCalls) return;
  throw new UsageError(`--kubelet ${release}: requirements run on 1.6 and later; simulate and call know it`);
}
