import { KubeletError } from '../kubelet-error.ts';
import type { KubeletNode } from './kubelet-node.ts';
import { unmountVolume } from './operations/unmount-volume.ts';
import type { Outcome } from './outcome.ts';
import type { PendingOperations } from './pending-operations.ts';
import { podVolumeError } from './volume-text.ts';

/** Unmounts a volume from pods that no longer want it: one operation a pod. */
export async function* unmountUnwanted(
  node: KubeletNode,
  operations: PendingOperations,
  name: string,
): AsyncGenerator<Outcome> {
  const volume = node.actual.get(name);
  if (volume === undefined) return;
  for (const mount of volume.pods.values()) {
    if (node.desired.wants(name, mount.podUid)) continue;
    const plugin = await node.plugins.find(volume.driver);
    if (plugin === undefined) {
      const pod = { name: mount.podUid, uid: mount.podUid };
      const missing = new KubeletError(`no volume plugin matched name: ${volume.driver}`);
      throw podVolumeError('UnmountVolume.FindPluginByName failed', name, mount.spec, pod, missing);
    }
    const key = { volume: name, pod: mount.podUid, node: '' };
    yield operations.run(key, 'volume_unmount', () => unmountVolume(node, plugin, name, mount));
  }
}
