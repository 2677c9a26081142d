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
  const { since } = state;
  state.since = undefined;
  if (plugin.attachable) {
    state.nodeName = await plugin.volumeName(volume);
    if (!state.attached || attachesAgain(plugin, since)) {
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
    // Nothing is called where it is mounted still: the plugin looks.
    if (!state.deviceMounted || since !== undefined) {
      await mountDevice(plugin, volume, device, await plugin.deviceMountPath(volume));
      state.deviceMounted = true;
    }
    if (until === 'mountdevice') return;
  }
  await setUp(plugin, volume, { ...pod, volumes: [] });
  state.pods.set(pod.uid, pod);
}

/** A reboot takes the device along: whoever attaches finds out and attaches again. docs/kubelet.md, "Restart". */
function attachesAgain({ host }: FlexVolumePlugin, since: VolumeState['since']): boolean {
  return since === 'reboot' || (since === 'restart' && !host.profile.reconstructsWithoutAttach);
}

/** A volume as the plugin carries it; secrets come with the spec. */
export function managed(spec: VolumeSpec): ManagedVolume {
  return { ...spec, mountOptions: [], accessModes: [] };
}
