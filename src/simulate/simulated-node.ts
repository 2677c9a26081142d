import { mkdirSync } from 'node:fs';
import { readyTools } from '../kubelet/disk/tool.ts';
import { realDisk } from '../kubelet/disk.ts';
import type { Pod } from '../kubelet/managed-volume.ts';
import type { PluginHost } from '../kubelet/plugin-host.ts';
import { type Profile, profileFor } from '../kubelet/profile.ts';
import type { DriverCall } from '../kubelet/types.ts';
import { VirtualClock } from '../kubelet/volume-manager/clock.ts';
import { DriverCaller } from '../kubelet/volume-manager/driver-caller.ts';
import { DriverWatch } from '../kubelet/volume-manager/driver-watch.ts';
import type { KubeletObserver } from '../kubelet/volume-manager/kubelet-node.ts';
import { PluginManager } from '../kubelet/volume-manager/plugin-manager.ts';
import { timedDisk } from '../kubelet/volume-manager/timed-disk.ts';
import { VolumeManager } from '../kubelet/volume-manager/volume-manager.ts';
import { ApiServer } from './api-server.ts';
import { InstalledDrivers } from './installed-drivers.ts';
import type { Changes, ListName } from './list-changes.ts';
import { NodeObserver } from './observe.ts';
import type { Touched } from './places.ts';
import type { Scenario } from './scenario.ts';

/** A driver call that takes longer is given up: longer than any call of the kubelet's may take. */
const CALL_LIMIT_MS = 15 * 60_000;
/** Between a node's start and its first pod: a kubelet of 1.32 has loaded its drivers by then (recorded). */
const SETTLE_MS = 500;

export interface NodeOptions {
  scenario: Scenario;
  release: string;
  root: string;
  pluginDirectory: string;
  drivers: readonly string[];
  loop?: string;
  observer: KubeletObserver;
  onCall: (call: DriverCall, at: number) => void;
}

/** One node: its disk, its drivers, its API server, and the kubelet that runs on it at the moment. */
export class SimulatedNode {
  readonly clock = new VirtualClock();
  readonly api: ApiServer;
  readonly drivers: InstalledDrivers;
  readonly profile: Profile;
  readonly #options: NodeOptions;
  readonly #observer: NodeObserver;
  #watch: DriverWatch;
  #process: { manager: VolumeManager; caller: DriverCaller; plugins: PluginManager };

  constructor(options: NodeOptions) {
    this.#options = options;
    this.profile = profileFor(options.release);
    this.api = new ApiServer(options.scenario.objects, {
      attached: options.scenario.kubelet.volumesAttached ?? [],
      honoursReadOnlyOfVolume: this.profile.honoursReadOnlyOfVolume,
    });
    this.drivers = new InstalledDrivers(options.pluginDirectory, options.drivers);
    this.#observer = new NodeObserver(options.root);
    this.#watch = new DriverWatch(options.pluginDirectory);
    this.#process = this.#boot();
  }

  /** The directory of the driver that is broken from the start. */
  get brokenNeighbour(): string | undefined {
    return this.#options.scenario.brokenNeighbour;
  }

  get kubelet(): VolumeManager {
    return this.#process.manager;
  }

  get plugins(): PluginManager {
    return this.#process.plugins;
  }

  async start(): Promise<void> {
    // A tool's own time is counted, and nothing else.
    await readyTools();
    if (this.profile.probesAtStart) {
      await this.#wait(this.#process.plugins.find(''));
      await this.clock.runTo(this.clock.now + SETTLE_MS);
    }
    this.kubelet.start();
  }

  /** A new kubelet over the same disk. @param pods those it knows from the start */
  restart(pods: readonly Pod[]): void {
    this.kubelet.stop();
    this.#process.caller.end();
    this.#watch = new DriverWatch(this.#options.pluginDirectory);
    this.#process = this.#boot();
    for (const pod of pods) this.kubelet.addPod(pod);
    this.kubelet.start();
  }

  /** Something was done to the drivers' files. */
  driversChanged(renamedAway = false): void {
    this.#watch.mayHaveChanged(renamedAway);
    this.kubelet.driversMayHaveChanged();
  }

  /** @returns what has changed since it was looked at the last time */
  observe(touched: Touched): Record<ListName, Changes> {
    return this.#observer.observe(touched);
  }

  /** A path or argument as the recordings write it. */
  shown(text: string): string {
    const { root, loop } = this.#options;
    const withRoot = text.replaceAll(root, '<root>');
    return loop === undefined ? withRoot : withRoot.replaceAll(loop, '<loop>');
  }

  /** A path or argument of a scenario, as it is on this node. */
  real(text: string): string {
    const { root, loop } = this.#options;
    return text.replaceAll('<root>', root).replaceAll('<loop>', loop ?? '<loop>');
  }

  async #wait(task: Promise<unknown>): Promise<void> {
    let done = false;
    this.clock.start(async () => {
      await task;
      done = true;
    });
    await this.clock.runTo(Number.POSITIVE_INFINITY, () => done);
  }

  #boot(): { manager: VolumeManager; caller: DriverCaller; plugins: PluginManager } {
    const { root, pluginDirectory, observer, scenario, onCall } = this.#options;
    const { clock, profile } = this;
    if (profile.makesPodsDirectoryAtStart) mkdirSync(`${root}/pods`, { recursive: true, mode: 0o750 });
    const watch = this.#watch;
    const caller = new DriverCaller({
      clock,
      profile,
      pluginDirectory,
      watch,
      limitMs: CALL_LIMIT_MS,
      onCall: (call, at) => {
        onCall(call, at);
        this.kubelet.driversMayHaveChanged();
      },
    });
    const host: PluginHost = {
      profile,
      root,
      nodeName: scenario.kubelet.nodeName,
      disk: timedDisk(realDisk(profile), clock),
      call: (driver, argv) => caller.call(driver, argv),
      secret: (ref) => this.api.secret(ref),
    };
    const plugins = new PluginManager({
      host,
      clock,
      watch,
      pluginDirectory,
      onError: (text) => observer.error(text),
    });
    const manager = new VolumeManager({
      clock,
      host,
      plugins,
      observer,
      cluster: this.api,
      controllerAttaches: scenario.kubelet.controllerAttachDetach,
    });
    return { manager, caller, plugins };
  }
}
