import { KubeletError } from '../kubelet-error.ts';
import { type FoundVolume, foundOnDisk } from './found-on-disk.ts';
import type { KubeletNode } from './kubelet-node.ts';
import type { PendingOperations } from './pending-operations.ts';
import { cleanUpUnknown, reconstruct } from './reconstruct.ts';

/**
 * How kubelets since the rewrite come to know volumes of an earlier process: all that is on disk is
 * taken into the actual state first, as uncertain; pods that want it mount it again, the rest is
 * unmounted. Behaviour of 1.32.10, recorded. docs/kubelet.md, "Restart".
 */
export class RestartByDoubt {
  readonly #node: KubeletNode;
  #unknown: FoundVolume[] = [];
  #withoutDevice: string[] = [];

  constructor(node: KubeletNode) {
    this.#node = node;
  }

  /** Whether the actual state is complete, so that unmounting is safe. */
  get isReady(): boolean {
    return this.#withoutDevice.length === 0;
  }

  /** Before the first tick. */
  async readDisk(): Promise<void> {
    for (const found of foundOnDisk(this.#node.host.root)) {
      try {
        await this.#take(found);
      } catch (error) {
        if (!(error instanceof KubeletError)) throw error;
        this.#unknown.push(found);
      }
    }
  }

  /** Devices from the node's list of attached volumes; what is not in it will never be detached from here. */
  readNodeStatus(): void {
    const listed = this.#node.cluster.volumesAttached();
    for (const name of this.#withoutDevice) {
      const volume = this.#node.actual.get(name);
      if (volume === undefined) continue;
      const entry = listed.find((attached) => attached.name === name);
      if (volume.device === '') volume.device = entry?.devicePath ?? '';
      if (volume.attachable === 'uncertain') volume.attachable = entry !== undefined;
    }
    this.#withoutDevice = [];
  }

  /** One try for what could not be known again and no pod wants. */
  async cleanUp(operations: PendingOperations): Promise<void> {
    const unknown = this.#unknown;
    this.#unknown = [];
    for (const found of unknown) {
      if (this.#node.desired.wantsSpecName(found.podUid, found.specName)) continue;
      await cleanUpUnknown(this.#node, operations, found);
    }
  }

  async #take(found: FoundVolume): Promise<void> {
    const { actual } = this.#node;
    const { name, plugin } = await reconstruct(this.#node, found);
    const spec = plugin.reconstructed(found.specName);
    const isFirst = actual.get(name) === undefined;
    if (isFirst) actual.markAttached(name, spec, 'uncertain', '');
    actual.markMounted(name, { podUid: found.podUid, spec, outerName: found.specName, state: 'uncertain' });
    this.#withoutDevice.push(name);
    if (!isFirst || !plugin.attachable) return;
    try {
      actual.markDevice(name, 'uncertain', '', await plugin.deviceMountPath(spec));
    } catch (error) {
      if (!(error instanceof KubeletError)) throw error;
      this.#node.observer.error(`Could not find device mount path for volume ${name}`);
    }
  }
}
