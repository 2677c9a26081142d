import { mkdirSync, rmdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { callDriver } from '../../kubelet/call.ts';
import type { Profile } from '../../kubelet/profile.ts';
import type { DriverCall } from '../../kubelet/types.ts';
import type { CallToMake } from './call-message.ts';

export interface MakeCallOptions {
  profile: Profile;
  limitMs: number;
  signal?: AbortSignal;
  /** What a relative executable is relative to. */
  pluginDirectory: string;
}

/** Makes one call, with the directories made and removed around it as a kubelet does. */
export async function makeCall(call: CallToMake, options: MakeCallOptions): Promise<DriverCall> {
  const { executable, argv, cwd, env, make, remove } = call;
  if (make !== undefined) mkdirSync(make, { recursive: true, mode: 0o750 });
  const made = await callDriver({
    executable: isAbsolute(executable) ? executable : join(options.pluginDirectory, executable),
    argv,
    profile: options.profile,
    limitMs: options.limitMs,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (remove !== undefined) removeEmpty(remove);
  return made;
}

/** One rmdir, as a kubelet's: what is left in it, or still mounted on it, stays. */
function removeEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Told by the next call that trips over it.
  }
}
