import { KubeletError, textOf } from '../../kubelet-error.ts';
import type { FlexVolumePlugin } from '../../plugin.ts';
import { unmountDevice as takeDown } from '../../plugin-device.ts';
import type { AttachedVolume } from '../actual-state.ts';
import type { KubeletNode } from '../kubelet-node.ts';
import { nodeVolumeError, orError } from '../volume-text.ts';

/** Unmounts GDIR once no pod is left, and makes sure that nobody holds the device. */
export async function unmountDevice(
  node: KubeletNode,
  plugin: FlexVolumePlugin,
  volume: AttachedVolume,
): Promise<void> {
  const failed = (what: string) => (error: unknown) =>
    nodeVolumeError(what, volume.name, volume.spec, `on node "${node.host.nodeName}"`, error);
  const path = await deviceMountPath(plugin, volume, failed('GetDeviceMountPath failed'));
  checkReferences(node, path, failed('GetDeviceMountRefs check failed'));
  const doubt = (): void => {
    if (node.host.profile.doubtsAfterFailedUnmount) {
      node.actual.markDevice(volume.name, 'uncertain', volume.device, path);
    }
  };
  await orError(takeDown(plugin, path), (error) => {
    doubt();
    return failed('UnmountDevice failed')(error);
  });
  if (node.host.disk.deviceInUse(volume.device)) {
    doubt();
    throw failed('UnmountDevice failed')('the device is in use when it was no longer expected to be in use');
  }
  node.actual.markDevice(volume.name, 'no', '', '');
}

async function deviceMountPath(
  plugin: FlexVolumePlugin,
  volume: AttachedVolume,
  failed: (error: unknown) => KubeletError,
): Promise<string> {
  try {
    return await plugin.deviceMountPath(volume.spec);
  } catch (error) {
    if (!(error instanceof KubeletError)) throw error;
    // A driver that says so is taken to speak of the mount path, and the stored one will do.
    if (error.message.includes('does not exist')) return volume.deviceMountPath;
    throw failed(error);
  }
}

/** Another mount of what is mounted on GDIR means that a pod, or somebody, still uses it. */
function checkReferences(node: KubeletNode, path: string, failed: (error: unknown) => KubeletError): void {
  let references: string[];
  try {
    references = node.host.disk.mountReferences(path);
  } catch (error) {
    throw failed(textOf(error));
  }
  if (references.every((reference) => reference.includes(path))) return;
  const verb = node.host.profile.errorsBeginLowerCase ? 'the' : 'The';
  const list = `[${references.join(' ')}]`;
  throw failed(`${verb} device mount path "${path}" is still mounted by other references ${list}`);
}
