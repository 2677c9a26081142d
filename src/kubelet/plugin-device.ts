import { isCorruptedMount } from './disk/clean-mount-point.ts';
import { KubeletError, textOf } from './kubelet-error.ts';
import type { ManagedVolume } from './managed-volume.ts';
import type { FlexVolumePlugin } from './plugin.ts';
import { looksMountedOrBroken, prepareForMount, removeIfLeft } from './plugin-mount-point.ts';

/** Mounts a volume's device on GDIR, once for all its pods. docs/kubelet.md, "Coming". */
export async function mountDevice(
  plugin: FlexVolumePlugin,
  volume: ManagedVolume,
  device: string,
  target: string,
): Promise<void> {
  const { disk } = plugin.host;
  if (prepareForMount(disk, target)) return;
  const status = await plugin.run('mountdevice', target, device, plugin.options(volume));
  // Without a device there is nothing that the kubelet could mount by itself.
  if (status === undefined && device !== '') {
    await disk.formatAndMount(device, target, volume.fsType, volume.readOnly);
  }
}

/** Takes GDIR away: the driver is asked only when something looks mounted there. docs/kubelet.md, "Going". */
export async function unmountDevice(plugin: FlexVolumePlugin, target: string): Promise<void> {
  const { disk } = plugin.host;
  if (!existsOrBroken(plugin, target)) return;
  if (looksMountedOrBroken(disk, target)) {
    const status = await plugin.run('unmountdevice', target);
    if (status === undefined) await disk.cleanMountPoint(target);
  }
  removeIfLeft(disk, target);
}

function existsOrBroken(plugin: FlexVolumePlugin, target: string): boolean {
  try {
    return plugin.host.disk.exists(target);
  } catch (error) {
    if (isCorruptedMount(error)) return true;
    throw new KubeletError(`Error checking path: ${textOf(error)}`);
  }
}
