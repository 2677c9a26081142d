import type { ManagedVolume } from '../../kubelet/managed-volume.ts';
import type { FlexVolumePlugin } from '../../kubelet/plugin.ts';
import { attach, waitForAttach } from '../../kubelet/plugin-attach.ts';
import { mountDevice } from '../../kubelet/plugin-device.ts';
import { setUp } from '../../kubelet/plugin-mount.ts';
import type { PodSpec, VolumeSpec } from '../../kubelet/types.ts';
import type { ComingStage } from '../test-api/kubelet.ts';
import type { VolumeState } from './kubelet-state.ts';

/**
 * A volume comes to a pod, on a node that attaches by itself. docs/kubelet.md, "Coming": a second pod gets
 * waitforattach and mount alone.
 *
 * @throws KubeletError at the first stage that fails
 */
export async function come(
  plugin: FlexVolumePlugin,
  state: VolumeState,
  spec: VolumeSpec,
  pod: PodSpec,
  until: ComingStage,
): Promise<void> {
  const volume = managed(spec);
  if (plugin.attachable) {
    await plugin.volumeName(volume);
    if (!state.attached) {
      state.attachedAs = await attach(plugin, volume);
      state.device = state.attachedAs;
      state.attached = true;
    }
    if (until === 'attach') return;
    await plugin.volumeName(volume);
    const device = await waitForAttach(plugin, volume, state.deviceMounted ? state.device : state.attachedAs);
    if (device !== '') state.device = device;
    if (plugin.host.profile.asksVolumeNameAfterWaitForAttach) await plugin.volumeName(volume);
    if (until === 'waitforattach') return;
    if (!state.deviceMounted) {
      await mountDevice(plugin, volume, device, await plugin.deviceMountPath(volume));
      state.deviceMounted = true;
    }
    if (until === 'mountdevice') return;
  }
  await setUp(plugin, volume, { ...pod, volumes: [] });
  state.pods.set(pod.uid, pod);
}

/** A volume as the plugin carries it; secrets come with the spec. */
export function managed(spec: VolumeSpec): ManagedVolume {
  return { ...spec, mountOptions: [], accessModes: [] };
}
