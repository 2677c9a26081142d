import { KubeletError, textOf } from '../kubelet-error.ts';
import { podVolumePath } from '../paths.ts';
import type { FlexVolumePlugin } from '../plugin.ts';
import type { FoundVolume } from './found-on-disk.ts';
import { uniqueName } from './identity.ts';
import type { KubeletNode } from './kubelet-node.ts';
import { unmountVolume } from './operations/unmount-volume.ts';
import type { PendingOperations } from './pending-operations.ts';

/** A volume found on disk, as far as it can be known again. */
export interface Reconstructed {
  name: string;
  plugin: FlexVolumePlugin;
  found: FoundVolume;
}

/**
 * Older kubelets know an attachable volume again only when its directory looks mounted.
 * @throws KubeletError when the driver is missing, or refuses to name the volume
 */
export async function reconstruct(node: KubeletNode, found: FoundVolume): Promise<Reconstructed> {
  const plugin = await node.plugins.find(found.driver);
  if (plugin === undefined) throw new KubeletError(`no volume plugin matched name: ${found.driver}`);
  const name = await uniqueName(plugin, plugin.reconstructed(found.specName), found.podUid);
  const mustBeMounted = !node.host.profile.unmountsUnmountedAfterRestart;
  if (mustBeMounted && plugin.attachable && !looksMounted(node, found)) {
    throw new KubeletError(`volume: "${name}" is not mounted`);
  }
  return { name, plugin, found };
}

function looksMounted(node: KubeletNode, { podUid, driver, specName }: FoundVolume): boolean {
  try {
    return node.host.disk.looksMounted(podVolumePath(node.host.root, podUid, driver, specName));
  } catch (error) {
    throw new KubeletError(textOf(error));
  }
}

/** One try to unmount what could not be known again: its identity is then its spec name. */
export async function cleanUpUnknown(
  node: KubeletNode,
  operations: PendingOperations,
  found: FoundVolume,
): Promise<void> {
  const plugin = await node.plugins.find(found.driver);
  if (plugin === undefined) {
    node.observer.error(
      `UnmountVolume.FindPluginByName failed for volume "${found.specName}": no volume plugin matched name: ${found.driver}`,
    );
    return;
  }
  const key = { volume: found.specName, pod: found.podUid, node: '' };
  const mount = { podUid: found.podUid, outerName: '', spec: { name: found.specName } };
  operations.run(key, 'volume_unmount', () => unmountVolume(node, plugin, found.specName, mount));
}
