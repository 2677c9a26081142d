import type { ManagedVolume } from '../managed-volume.ts';
import type { WantedVolume, Wish } from './desired-state.ts';
import type { KubeletNode } from './kubelet-node.ts';
import { attachVolume } from './operations/attach-volume.ts';
import { mountVolume } from './operations/mount-volume.ts';
import { verifyAttached } from './operations/verify-attached.ts';
import type { Outcome } from './outcome.ts';
import type { OperationKey, PendingOperations } from './pending-operations.ts';

/** Attaches, or waits for the controller to attach; then mounts for each pod that wants it. */
export async function* mountOrAttach(
  node: KubeletNode,
  operations: PendingOperations,
  name: string,
): AsyncGenerator<Outcome> {
  const volume = node.desired.get(name);
  if (volume === undefined) return;
  for (const wish of volume.wishes.values()) {
    const attached = node.actual.get(name);
    // Each of these looks for the plugin before anything else.
    await node.plugins.find(wish.spec.driver);
    if (attached === undefined) yield attachOrVerify(node, operations, volume, wish);
    else if (!node.actual.isMounted(name, wish.pod.uid)) {
      // A volume that is shared is mounted for one pod at a time.
      const key = { volume: name, pod: volume.attachable ? '' : wish.pod.uid, node: '' };
      yield operations.run(key, 'volume_mount', () => mountVolume(node, name, wish, attached.device));
    }
  }
}

function attachOrVerify(
  node: KubeletNode,
  operations: PendingOperations,
  volume: WantedVolume,
  wish: Wish,
): Outcome {
  if (node.controllerAttaches || !volume.attachable) {
    const key = { volume: volume.name, pod: '', node: '' };
    return operations.run(key, 'verify_controller_attached_volume', () => verifyAttached(node, volume, wish));
  }
  return operations.run(attachKey(node, volume.name, wish.spec), 'volume_attach', () =>
    attachVolume(node, volume.name, wish.spec),
  );
}

/** A volume that may be attached to several nodes has an operation for each. */
export function attachKey(node: KubeletNode, name: string, spec: ManagedVolume): OperationKey {
  const many = ['ReadWriteMany', 'ReadOnlyMany'];
  const mayBeMany = spec.accessModes.length === 0 || spec.accessModes.some((mode) => many.includes(mode));
  return { volume: name, pod: '', node: mayBeMany ? node.host.nodeName : '' };
}
