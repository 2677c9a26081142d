import { KubeletError } from '../../kubelet-error.ts';
import type { WantedVolume, Wish } from '../desired-state.ts';
import { uniqueName } from '../identity.ts';
import type { KubeletNode } from '../kubelet-node.ts';
import { orError, podVolumeError } from '../volume-text.ts';

/**
 * Waits for the controller: the volume must first be reported in use, then be in the node's list of
 * attached volumes, which names its device. A volume that needs no attaching passes at once.
 */
export async function verifyAttached(node: KubeletNode, volume: WantedVolume, wish: Wish): Promise<void> {
  const failed = (what: string) => (error: KubeletError) =>
    podVolumeError(what, volume.name, wish.spec, wish.pod, error);
  if (!volume.attachable) {
    node.actual.markAttached(volume.name, wish.spec, false, '');
    return;
  }
  if (!volume.reportedInUse) {
    throw failed("Volume has not been added to the list of VolumesInUse in the node's volume status")(
      new KubeletError(''),
    );
  }
  const attached = node.cluster.volumesAttached().find((entry) => entry.name === volume.name);
  if (attached === undefined) {
    throw failed('Volume not attached according to node status')(new KubeletError(''));
  }
  const plugin = await node.plugins.find(wish.spec.driver);
  if (plugin === undefined) {
    throw failed('VerifyControllerAttachedVolume.MarkVolumeAsAttachedByUniqueVolumeName failed')(
      new KubeletError('no volume plugin matched'),
    );
  }
  const stored = await orError(
    uniqueName(plugin, wish.spec, wish.pod.uid),
    failed('VerifyControllerAttachedVolume.MarkVolumeAsAttached failed'),
  );
  node.actual.markAttached(stored, wish.spec, plugin.attachable, attached.devicePath);
}
