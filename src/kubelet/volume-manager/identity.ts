import type { ManagedVolume } from '../managed-volume.ts';
import type { FlexVolumePlugin } from '../plugin.ts';

/**
 * What makes two volumes the same to the kubelet. With an attachable driver that is the driver and the
 * spec name, so that inline volumes of one name in two pods are one volume; otherwise the pod counts too.
 * @throws KubeletError when getvolumename fails
 */
export async function uniqueName(
  plugin: FlexVolumePlugin,
  volume: ManagedVolume,
  podUid: string,
): Promise<string> {
  if (!plugin.attachable) return podVolumeName(plugin, volume, podUid);
  return `${pluginName(plugin)}/${await plugin.volumeName(volume)}`;
}

function podVolumeName(plugin: FlexVolumePlugin, volume: ManagedVolume, podUid: string): string {
  return `${pluginName(plugin)}/${podUid}-${volume.name}`;
}

function pluginName(plugin: FlexVolumePlugin): string {
  return `${plugin.host.profile.pluginNamePrefix}${plugin.driver}`;
}
