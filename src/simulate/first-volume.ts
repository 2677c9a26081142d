import { KubeletError } from '../kubelet/kubelet-error.ts';
import type { ManagedVolume } from '../kubelet/managed-volume.ts';
import type { FlexVolumePlugin } from '../kubelet/plugin.ts';
import type { SimulatedNode } from './simulated-node.ts';

/**
 * The first volume of the first pod, as a controller sees it: writable, since it knows no claim reference.
 * @throws KubeletError when there is none, or no driver for it
 */
export async function firstVolume(node: SimulatedNode): Promise<[FlexVolumePlugin, ManagedVolume]> {
  for (const pod of node.api.pods) {
    for (const entry of pod.volumes) {
      const volume = node.api.volumeOf(pod, entry);
      if (volume === undefined) continue;
      const plugin = await node.plugins.find(volume.driver);
      if (plugin === undefined) throw new KubeletError('no volume plugin matched');
      return [plugin, volume.persistent === undefined ? volume : { ...volume, readOnly: false }];
    }
  }
  throw new KubeletError('no volume plugin matched');
}
