import { KubeletError } from '../kubelet-error.ts';
import type { FlexVolumePlugin } from '../plugin.ts';
import type { AttachedVolume } from './actual-state.ts';
import type { KubeletNode } from './kubelet-node.ts';
import { detachVolume } from './operations/detach-volume.ts';
import { unmountDevice } from './operations/unmount-device.ts';
import type { Outcome } from './outcome.ts';
import type { PendingOperations } from './pending-operations.ts';
import { attachKey } from './reconcile-mount.ts';
import { nodeVolumeError, orError } from './volume-text.ts';

/** Unmounts the device of a volume that no pod has or wants, then detaches it or forgets it. */
export async function* detachOrForget(
  node: KubeletNode,
  operations: PendingOperations,
  name: string,
): AsyncGenerator<Outcome> {
  const volume = node.actual.get(name);
  if (volume === undefined || volume.pods.size > 0 || node.desired.get(name) !== undefined) return;
  if (operations.isPending(name)) {
    yield 'pending';
  } else if (volume.deviceMount !== 'no') {
    const what = 'UnmountDevice.FindDeviceMountablePluginByName failed';
    const plugin = await attachablePlugin(node, volume, what);
    const key = { volume: name, pod: '', node: '' };
    yield operations.run(key, 'unmount_device', () => unmountDevice(node, plugin, volume));
  } else if (node.controllerAttaches || volume.attachable !== true) {
    node.actual.markDetached(name);
    yield 'busy';
  } else {
    yield await detach(node, operations, volume);
  }
}

/** The driver is asked for the volume's name at every tick, also while a failed detach has to wait. */
async function detach(
  node: KubeletNode,
  operations: PendingOperations,
  volume: AttachedVolume,
): Promise<Outcome> {
  const where = `on node "${node.host.nodeName}"`;
  const plugin = await attachablePlugin(node, volume, 'DetachVolume.FindAttachablePluginBySpec failed');
  const volumeName = await orError(plugin.volumeName(volume.spec), (error) =>
    nodeVolumeError('DetachVolume.GetVolumeName failed', volume.name, volume.spec, where, error),
  );
  const started = operations.run(attachKey(node, volume.name, volume.spec), 'volume_detach', () =>
    detachVolume(node, plugin, volume, volumeName),
  );
  return typeof started === 'object' ? 'busy' : started;
}

async function attachablePlugin(
  node: KubeletNode,
  volume: AttachedVolume,
  what: string,
): Promise<FlexVolumePlugin> {
  const plugin = await node.plugins.find(volume.driver);
  if (plugin?.attachable === true) return plugin;
  const missing =
    plugin === undefined ? new KubeletError(`no volume plugin matched name: ${volume.driver}`) : '';
  throw nodeVolumeError(what, volume.name, volume.spec, `on node "${node.host.nodeName}"`, missing);
}
