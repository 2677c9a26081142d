import { KubeletError } from '../../kubelet/kubelet-error.ts';
import type { FlexVolumePlugin } from '../../kubelet/plugin.ts';
import { detach } from '../../kubelet/plugin-attach.ts';
import { unmountDevice } from '../../kubelet/plugin-device.ts';
import { tearDown } from '../../kubelet/plugin-mount.ts';
import type { PodSpec, VolumeSpec } from '../../kubelet/types.ts';
import type { GoingStage } from '../test-api/kubelet.ts';
import { managed } from './coming.ts';
import type { VolumeState } from './kubelet-state.ts';

/**
 * A pod gives its volume back; the device goes with the last one. docs/kubelet.md, "Going".
 *
 * @throws KubeletError at the first stage that fails
 */
export async function go(
  plugin: FlexVolumePlugin,
  state: VolumeState,
  spec: VolumeSpec,
  pod: PodSpec,
  until: GoingStage,
): Promise<void> {
  if (state.pods.has(pod.uid)) {
    await tearDown(plugin, spec.name, pod.uid);
    state.pods.delete(pod.uid);
  }
  if (until === 'unmount' || !plugin.attachable || state.pods.size > 0) return;
  const volume = managed(spec);
  if (state.deviceMounted) {
    const target = await plugin.deviceMountPath(volume);
    const { disk } = plugin.host;
    const others = disk.mountReferences(target).filter((path) => !path.includes(target));
    if (others.length > 0) {
      throw new KubeletError(
        `the device mount path ${target} is still mounted by other references ${others.join(' ')}`,
      );
    }
    await unmountDevice(plugin, target);
    if (state.device !== '' && disk.deviceInUse(state.device)) {
      throw new KubeletError(
        `the device ${state.device} is in use when it was no longer expected to be in use`,
      );
    }
    state.deviceMounted = false;
  }
  if (until === 'unmountdevice' || !state.attached) return;
  await detach(plugin, await plugin.volumeName(volume));
  Object.assign(state, { attached: false, attachedAs: '', device: '' });
}
