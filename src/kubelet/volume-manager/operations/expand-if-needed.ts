import { KubeletError } from '../../kubelet-error.ts';
import type { ManagedVolume } from '../../managed-volume.ts';
import type { FlexVolumePlugin } from '../../plugin.ts';
import { expandFilesystem } from '../../plugin-expand.ts';
import type { KubeletNode } from '../kubelet-node.ts';
import { orError } from '../volume-text.ts';

/**
 * expandfs for a PersistentVolume that is larger than its claim says it is. Success raises the claim's
 * status, so it happens once.
 */
export async function expandIfClaimIsSmaller(
  node: KubeletNode,
  plugin: FlexVolumePlugin,
  volume: ManagedVolume,
  at: { device: string; path: string },
): Promise<void> {
  if (!node.host.profile.knowsExpansion || !plugin.capabilities.requiresFSResize) return;
  if (volume.persistent === undefined) return;
  const { capacityBytes: newBytes, claim } = volume.persistent;
  const oldBytes = claimCapacity(node, claim);
  if (oldBytes >= newBytes || volume.readOnly) return;
  await orError(expandFilesystem(plugin, volume, { ...at, newBytes, oldBytes }), (error) => {
    return new KubeletError(`MountVolume.NodeExpandVolume failed : ${error.message}`);
  });
  node.cluster.setClaimCapacity(claim, newBytes);
}

function claimCapacity(node: KubeletNode, claim: { namespace: string; name: string }): number {
  try {
    return node.cluster.claimCapacity(claim);
  } catch (error) {
    if (!(error instanceof KubeletError)) throw error;
    throw new KubeletError(`MountVolume.NodeExpandVolume get PVC failed : ${error.message}`);
  }
}
