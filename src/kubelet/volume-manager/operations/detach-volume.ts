import type { FlexVolumePlugin } from '../../plugin.ts';
import { detach } from '../../plugin-attach.ts';
import type { AttachedVolume } from '../actual-state.ts';
import type { KubeletNode } from '../kubelet-node.ts';
import { nodeVolumeError, orError } from '../volume-text.ts';

/** detach, by the volume's name. */
export async function detachVolume(
  node: KubeletNode,
  plugin: FlexVolumePlugin,
  volume: AttachedVolume,
  volumeName: string,
): Promise<void> {
  const where = `on node "${node.host.nodeName}"`;
  await orError(detach(plugin, volumeName), (error) =>
    nodeVolumeError('DetachVolume.Detach failed', volume.name, volume.spec, where, error),
  );
  node.actual.markDetached(volume.name);
}
