import type { Pod } from '../managed-volume.ts';
import type { PluginHost } from '../plugin-host.ts';
import { ActualState } from './actual-state.ts';
import { Attention } from './attention.ts';
import type { VirtualClock } from './clock.ts';
import type { Cluster } from './cluster.ts';
import { DesiredState } from './desired-state.ts';
import type { KubeletNode, KubeletObserver } from './kubelet-node.ts';
import { Loop, TICK_MS } from './loop.ts';
import { PendingOperations } from './pending-operations.ts';
import type { PluginManager } from './plugin-manager.ts';
import { Populator } from './populator.ts';
import { Reconciler } from './reconciler.ts';
import { RestartByDoubt } from './restart-by-doubt.ts';
import { syncWithDisk } from './restart-by-sync.ts';
import { waitForVolumes } from './wait-for-volumes.ts';

/** Until the API server knows, and the kubelet knows that it does, which volumes are in use. */
const REPORT_MS = 50;

export interface VolumeManagerOptions {
  clock: VirtualClock;
  host: PluginHost;
  plugins: PluginManager;
  cluster: Cluster;
  controllerAttaches: boolean;
  observer: KubeletObserver;
}

/**
 * The volume manager of one kubelet process. Two loops run side by side: the populator turns pods into
 * wishes (the desired state), the reconciler turns the difference between those and what is mounted
 * (the actual state) into operations. A restarted kubelet is a new one of these over the same disk.
 */
export class VolumeManager {
  readonly node: KubeletNode;
  readonly #populator: Populator;
  readonly #reconciler: Reconciler;
  readonly #operations: PendingOperations;
  readonly #attention: Attention;
  readonly #byDoubt: RestartByDoubt;
  #loops: { populate: Loop; reconcile: Loop } | undefined;
  #synced = false;
  /** The populator holds the desired state while it asks drivers; the reconciler has to wait for it. */
  #populating: Promise<unknown> = Promise.resolve();

  constructor(options: VolumeManagerOptions) {
    const { clock, observer } = options;
    const attention = new Attention(clock, () => this.#loops?.reconcile.wake());
    const changed = (volume: string): void => attention.add(volume);
    this.node = { ...options, desired: new DesiredState(changed), actual: new ActualState(changed) };
    this.#attention = attention;
    this.#operations = new PendingOperations({
      clock,
      prefersExactKey: options.host.profile.prefersOperationOfSamePod,
      onFailure: (failure) => observer.operationFailed(failure),
      onEnd: changed,
    });
    this.#populator = new Populator(this.node);
    this.#reconciler = new Reconciler(this.node, this.#operations, attention);
    this.#byDoubt = new RestartByDoubt(this.node);
  }

  /** Pods that this kubelet knows, mounted or not. */
  get pods(): Pod[] {
    return this.#populator.pods;
  }

  /** Volumes that are not as they should be, or were just now. */
  get unsettled(): string[] {
    return this.#attention.all;
  }

  /** Starts both loops, half a tick apart: recorded is everything between none and a whole one. */
  start(): void {
    const { clock } = this.node;
    const populate = new Loop(clock, clock.now + TICK_MS, () => this.#populate());
    const reconcile = new Loop(clock, clock.now + TICK_MS / 2, () => this.#reconcile());
    this.#loops = { populate, reconcile };
  }

  /** The process ends; operations that are under way end with it. */
  stop(): void {
    this.#loops?.populate.stop();
    this.#loops?.reconcile.stop();
    this.#loops = undefined;
  }

  addPod(pod: Pod): void {
    this.#populator.add(pod);
    this.#loops?.populate.wake();
  }

  removePod(podUid: string): void {
    this.#populator.remove(podUid);
    this.#loops?.populate.wake();
  }

  /** Files of a driver may have changed: the loops would find out at their next tick. */
  driversMayHaveChanged(): void {
    if (!this.node.plugins.needsProbe) return;
    this.#attention.addParked();
    this.#loops?.populate.wake();
  }

  /**
   * A sync of the pod: waits until its volumes are mounted.
   * @returns the kubelet's error when they are not, 2 min 3 s later or when one cannot be had at all
   */
  async waitForVolumes(pod: Pod): Promise<string | undefined> {
    this.#populator.reprocess(pod.uid);
    this.#loops?.populate.wake();
    return waitForVolumes(this.node, this.#populator, pod);
  }

  async #populate(): Promise<boolean> {
    const tick = this.#populator.tick();
    this.#populating = tick.catch(() => {});
    const more = await tick;
    this.node.clock.at(this.node.clock.now + REPORT_MS, () => this.#reportInUse());
    return more;
  }

  async #reconcile(): Promise<boolean> {
    await this.#populating;
    if (this.node.host.profile.reconstructsWithoutAttach) await this.#reconcileByDoubt();
    else await this.#reconcileThenSync();
    return !this.#attention.isEmpty || !this.#synced || !this.#populator.hasAddedPods;
  }

  async #reconcileThenSync(): Promise<void> {
    await this.#reconciler.tick(true);
    if (this.#synced || !this.#populator.hasAddedPods) return;
    this.#synced = true;
    await syncWithDisk(this.node, this.#operations);
  }

  async #reconcileByDoubt(): Promise<void> {
    if (!this.#synced) await this.#byDoubt.readDisk();
    this.#synced = true;
    const mayUnmount = this.#populator.hasAddedPods && this.#byDoubt.isReady;
    await this.#reconciler.tick(mayUnmount);
    if (mayUnmount) await this.#byDoubt.cleanUp(this.#operations);
    this.#byDoubt.readNodeStatus();
  }

  #reportInUse(): void {
    for (const volume of this.node.desired.all()) volume.reportedInUse = true;
  }
}
