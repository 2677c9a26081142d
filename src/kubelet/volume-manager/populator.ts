import { KubeletError } from '../kubelet-error.ts';
import type { ManagedVolume, Pod, PodVolume } from '../managed-volume.ts';
import { uniqueName } from './identity.ts';
import type { KubeletNode } from './kubelet-node.ts';

/** Up to about 1.21 pods that are gone are looked for at most once in this time. */
const REMOVAL_PAUSE_MS = 2000;

/** The reconciler hears of the first run only after its next tick (recorded: attach, then the disk is read). */
const TELL_MS = 60;

/** Keeps the desired state in step with the pods of this node. */
export class Populator {
  readonly #node: KubeletNode;
  readonly #pods = new Map<string, Pod>();
  /** false: seen by a sync of the pod, and to be processed once more. */
  readonly #processed = new Map<string, boolean>();
  readonly #errors = new Map<string, string[]>();
  readonly #fresh = new Set<string>();
  readonly #gone = new Set<string>();
  #lastRemoval = Number.NEGATIVE_INFINITY;
  #hasRun = false;

  constructor(node: KubeletNode) {
    this.#node = node;
  }

  /** Whether all pods that were known at the start are in the desired state. */
  get hasAddedPods(): boolean {
    return this.#hasRun;
  }

  get pods(): Pod[] {
    return [...this.#pods.values()];
  }

  add(pod: Pod): void {
    this.#pods.set(pod.uid, pod);
    this.#fresh.add(pod.uid);
    this.#gone.delete(pod.uid);
  }

  remove(podUid: string): void {
    this.#pods.delete(podUid);
    this.#fresh.delete(podUid);
    this.#gone.add(podUid);
  }

  /** A sync of the pod begins: its volumes are processed again, as they may have changed. */
  reprocess(podUid: string): void {
    this.#processed.set(podUid, false);
    this.#fresh.add(podUid);
  }

  /** What went wrong since the last time it was asked. */
  takeErrors(podUid: string): string[] {
    const errors = this.#errors.get(podUid) ?? [];
    this.#errors.delete(podUid);
    return errors;
  }

  /** One tick. @returns whether the next one has something to do */
  async tick(): Promise<boolean> {
    for (const uid of this.#fresh) {
      const pod = this.#pods.get(uid);
      if (pod !== undefined) await this.#process(pod);
    }
    await this.#checkAttachability();
    if (this.#mayRemove()) this.#removeGone();
    if (!this.#hasRun) {
      this.#node.clock.at(this.#node.clock.now + TELL_MS, () => {
        this.#hasRun = true;
      });
    }
    return this.#fresh.size > 0 || this.#gone.size > 0 || this.#mustLookUp();
  }

  async #process(pod: Pod): Promise<void> {
    let complete = true;
    for (const entry of pod.volumes) {
      if (!entry.used) continue;
      try {
        await this.#want(pod, entry);
      } catch (error) {
        if (!(error instanceof KubeletError)) throw error;
        this.#errors.set(pod.uid, [...new Set([...(this.#errors.get(pod.uid) ?? []), error.message])]);
        complete = false;
      }
    }
    if (complete) this.#errors.delete(pod.uid);
    // A pod that failed is tried at every tick until it was synced once, then at each sync alone.
    if (complete || this.#processed.has(pod.uid)) {
      this.#processed.set(pod.uid, true);
      this.#fresh.delete(pod.uid);
    }
  }

  async #want(pod: Pod, entry: PodVolume): Promise<void> {
    const spec = this.#specOf(pod, entry);
    if (spec === undefined) return;
    try {
      await this.#add(pod, entry, spec);
    } catch (error) {
      if (!(error instanceof KubeletError)) throw error;
      this.#node.observer.error(
        `Failed to add volume ${entry.name} (specName: ${spec.name}) for pod "${pod.uid}" to desiredStateOfWorld: ${error.message}`,
      );
      throw error;
    }
  }

  #specOf(pod: Pod, entry: PodVolume): ManagedVolume | undefined {
    try {
      return this.#node.cluster.volumeOf(pod, entry);
    } catch (error) {
      if (error instanceof KubeletError) {
        const name = `${pod.name}_${pod.namespace}(${pod.uid})`;
        this.#node.observer.error(
          `Error processing volume "${entry.name}" for pod "${name}": ${error.message}`,
        );
      }
      throw error;
    }
  }

  async #add(pod: Pod, entry: PodVolume, spec: ManagedVolume): Promise<void> {
    const plugin = await this.#node.plugins.find(spec.driver);
    if (plugin === undefined) {
      throw new KubeletError(
        `failed to get Plugin from volumeSpec for volume "${spec.name}" err=no volume plugin matched`,
      );
    }
    let name: string;
    try {
      name = await uniqueName(plugin, spec, pod.uid);
    } catch (error) {
      if (!(error instanceof KubeletError)) throw error;
      throw new KubeletError(
        `failed to GetUniqueVolumeNameFromSpec for volumeSpec "${spec.name}" using volume plugin "${plugin.driver}" err=failed to GetVolumeName from volumePlugin for volumeSpec "${spec.name}" err=${error.message}`,
      );
    }
    this.#node.desired.add(name, plugin.attachable, { pod, spec, outerName: entry.name });
  }

  /** A driver that was probed again may no longer be attachable; looking for it is what probes it. */
  async #checkAttachability(): Promise<void> {
    if (!this.#node.plugins.needsProbe) return;
    for (const volume of this.#node.desired.all()) {
      if (!volume.attachable) continue;
      const [wish] = volume.wishes.values();
      const plugin = wish && (await this.#node.plugins.find(wish.spec.driver));
      if (plugin !== undefined && !plugin.attachable) volume.attachable = false;
    }
  }

  #mustLookUp(): boolean {
    if (!this.#node.plugins.needsProbe) return false;
    return Array.from(this.#node.desired.all()).some((volume) => volume.attachable);
  }

  #mayRemove(): boolean {
    if (!this.#node.host.profile.pausesBetweenRemovals) return true;
    return this.#node.clock.now - this.#lastRemoval >= REMOVAL_PAUSE_MS;
  }

  #removeGone(): void {
    for (const uid of this.#gone) {
      for (const volume of this.#node.desired.ofPod(uid)) {
        this.#node.desired.remove(volume.name, uid);
        this.#lastRemoval = this.#node.clock.now;
      }
      this.#processed.delete(uid);
      this.#errors.delete(uid);
    }
    this.#gone.clear();
  }
}
