import { DEFAULT_CAPABILITIES } from './capabilities.ts';
import { KubeletError } from './kubelet-error.ts';
import type { ManagedVolume } from './managed-volume.ts';
import { marshalOptions, volumeOptions } from './options.ts';
import { deviceMountPath } from './paths.ts';
import type { PluginHost } from './plugin-host.ts';
import type { Capabilities, Command, DriverStatus } from './types.ts';

/**
 * One loaded driver: what the kubelet knows of it from its init, and which of its commands it has
 * given up. A new probe makes a new plugin, which is how "Not supported" is forgotten.
 */
export class FlexVolumePlugin {
  readonly host: PluginHost;
  /** `vendor/driver`; also the plugin's name in a volume's identity. */
  readonly driver: string;
  readonly capabilities: Capabilities;
  readonly #notSupported = new Set<Command>();

  private constructor(host: PluginHost, driver: string, capabilities: Capabilities) {
    this.host = host;
    this.driver = driver;
    this.capabilities = capabilities;
  }

  /**
   * Loads a driver by calling its init.
   * @throws KubeletError when init fails, or is Not supported
   */
  static async load(host: PluginHost, driver: string): Promise<FlexVolumePlugin> {
    let conclusion = await host.call(driver, ['init']);
    const again = host.profile.initsTwice && conclusion.outcome === 'success';
    if (again) conclusion = await host.call(driver, ['init']);
    if (conclusion.outcome !== 'success') throw new KubeletError(conclusion.error ?? 'Not supported');
    const capabilities = host.profile.speaksTodaysCalls
      ? (conclusion.status?.capabilities ?? DEFAULT_CAPABILITIES)
      : { ...DEFAULT_CAPABILITIES, attach: false };
    return new FlexVolumePlugin(host, driver, capabilities);
  }

  get attachable(): boolean {
    return this.capabilities.attach;
  }

  /**
   * One command.
   * @returns undefined when the driver does not support it: the caller then does the kubelet's default
   * @throws KubeletError when it failed
   */
  async run(command: Command, ...args: string[]): Promise<DriverStatus | undefined> {
    if (this.#notSupported.has(command)) return undefined;
    const conclusion = await this.host.call(this.driver, [command, ...args]);
    if (conclusion.outcome === 'not-supported') {
      if (this.host.profile.remembersNotSupported) this.#notSupported.add(command);
      return undefined;
    }
    if (conclusion.outcome === 'failure') throw new KubeletError(conclusion.error ?? '');
    return conclusion.status;
  }

  /** The options as one JSON argument, for every command but mount. */
  options(volume: ManagedVolume): string {
    return marshalOptions(volumeOptions(volume, this.host.profile), this.host.profile);
  }

  /** The volume's name in GDIR, in its identity and for detach: its spec name, though the driver is asked. */
  async volumeName(volume: ManagedVolume): Promise<string> {
    if (!this.host.profile.speaksTodaysCalls) return volume.name;
    const status = await this.run('getvolumename', this.options(volume));
    if (status !== undefined && this.host.profile.usesDriversVolumeName) {
      return status.volumeName.replaceAll('/', '~');
    }
    return volume.name;
  }

  /** GDIR. Asks the driver for the volume's name, as the kubelet does each time it needs the path. */
  async deviceMountPath(volume: ManagedVolume): Promise<string> {
    try {
      return deviceMountPath(this.host.root, this.driver, await this.volumeName(volume));
    } catch (error) {
      if (!(error instanceof KubeletError)) throw error;
      throw new KubeletError(`GetVolumeName failed from getDeviceMountPath: ${error.message}`);
    }
  }

  /** As a restarted kubelet knows a volume that it finds on disk: the user's options are lost. */
  reconstructed(specName: string): ManagedVolume {
    return {
      driver: this.driver,
      name: specName,
      fsType: '',
      readOnly: false,
      options: {},
      mountOptions: [],
      accessModes: [],
    };
  }
}
