import { callDriver, WAIT_FOR_ATTACH_LIMIT_MS } from '../call.ts';
import { executablePath } from '../paths.ts';
import type { Profile } from '../profile.ts';
import type { Conclusion, DriverCall } from '../types.ts';
import type { VirtualClock } from './clock.ts';
import type { DriverWatch } from './driver-watch.ts';
import { virtualDuration } from './virtual-duration.ts';

export interface DriverCallerOptions {
  clock: VirtualClock;
  profile: Profile;
  pluginDirectory: string;
  watch: DriverWatch;
  /** Milliseconds after which a call that does not end is ended by us. */
  limitMs: number;
  /** @param at virtual time at which the kubelet made the call */
  onCall: (call: DriverCall, at: number) => void;
}

/** A real kubelet would have ended here: its process, not one call. */
export class KubeletCrash extends Error {
  override readonly name = 'KubeletCrash';
}

/** Calls drivers for real, and lets virtual time pass for them. */
export class DriverCaller {
  readonly #options: DriverCallerOptions;
  #ended = false;

  constructor(options: DriverCallerOptions) {
    this.#options = options;
  }

  /** The kubelet's process ends: what waits for a call waits for ever. */
  end(): void {
    this.#ended = true;
  }

  /** @throws KubeletCrash */
  async call(driver: string, argv: readonly string[]): Promise<Conclusion> {
    const { clock, profile, pluginDirectory, watch, limitMs } = this.#options;
    if (this.#ended) return new Promise(() => {});
    const at = clock.now;
    const executable = executablePath(pluginDirectory, driver);
    const limit = argv[0] === 'waitforattach' ? { sigtermAfterMs: WAIT_FOR_ATTACH_LIMIT_MS } : {};
    const call = await clock.work(() => callDriver({ executable, argv, profile, limitMs, ...limit }));
    watch.mayHaveChanged();
    this.#options.onCall(call, at);
    await clock.sleep(virtualDuration(call.durationMs));
    if (this.#ended) return new Promise(() => {});
    if (call.conclusion.crash !== undefined) throw new KubeletCrash(call.conclusion.crash);
    return call.conclusion;
  }
}
