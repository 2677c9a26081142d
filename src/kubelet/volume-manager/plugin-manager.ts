import { driverDirectories } from '../discovery/driver-directories.ts';
import { LoadedDrivers } from '../discovery/loaded-drivers.ts';
import { driverName } from '../paths.ts';
import { FlexVolumePlugin } from '../plugin.ts';
import type { PluginHost } from '../plugin-host.ts';
import type { VirtualClock } from './clock.ts';
import type { DriverWatch } from './driver-watch.ts';

export interface PluginManagerOptions {
  host: PluginHost;
  clock: VirtualClock;
  watch: DriverWatch;
  pluginDirectory: string;
  /** Told what went wrong in a look-up, as the kubelet logs it. */
  onError: (text: string) => void;
}

/** The plugins of one kubelet process: loaded at the first look-up, and again when their files change. */
export class PluginManager {
  readonly #drivers: LoadedDrivers<FlexVolumePlugin>;
  readonly #watch: DriverWatch;

  constructor({ host, clock, watch, pluginDirectory, onError }: PluginManagerOptions) {
    this.#watch = watch;
    this.#drivers = new LoadedDrivers<FlexVolumePlugin>({
      profile: host.profile,
      list: () => driverDirectories(pluginDirectory),
      load: (directory) => FlexVolumePlugin.load(host, driverName(directory)),
      now: () => clock.now,
      onError,
    });
  }

  /** Whether a look-up would probe: the kubelet's loops look up at every tick, and are not to be left out then. */
  get needsProbe(): boolean {
    this.#notice();
    return this.#drivers.isWaiting;
  }

  /** A look-up, with the probing that it causes. */
  async find(driver: string): Promise<FlexVolumePlugin | undefined> {
    this.#notice();
    return this.#drivers.find(driver);
  }

  #notice(): void {
    for (const event of this.#watch.events()) this.#drivers.notice(event);
  }
}
