import { KubeletError } from '../../kubelet-error.ts';
import type { ManagedVolume } from '../../managed-volume.ts';
import { attach } from '../../plugin-attach.ts';
import { uniqueName } from '../identity.ts';
import type { KubeletNode } from '../kubelet-node.ts';
import { nodeVolumeError, orError } from '../volume-text.ts';

/** attach, and the device that it names is stored for waitforattach. */
export async function attachVolume(node: KubeletNode, name: string, spec: ManagedVolume): Promise<void> {
  const failed = (what: string) => (error: KubeletError) =>
    nodeVolumeError(what, name, spec, `from node "${node.host.nodeName}"`, error);
  const plugin = await node.plugins.find(spec.driver);
  if (plugin === undefined) {
    throw failed('AttachVolume.FindAttachablePluginBySpec failed')(
      new KubeletError('no volume plugin matched'),
    );
  }
  const device = await orError(attach(plugin, spec), failed('AttachVolume.Attach failed'));
  // The state is kept under the name that the driver gives the volume now, so it is asked again.
  const stored = await orError(
    uniqueName(plugin, spec, ''),
    failed('AttachVolume.MarkVolumeAsAttached failed'),
  );
  node.actual.markAttached(stored, spec, plugin.attachable, device);
}
