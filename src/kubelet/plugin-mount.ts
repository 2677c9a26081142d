import { KubeletError } from './kubelet-error.ts';
import type { ManagedVolume, Pod } from './managed-volume.ts';
import { marshalOptions, mountOptions } from './options.ts';
import { podVolumePath } from './paths.ts';
import type { FlexVolumePlugin } from './plugin.ts';
import { prepareForMount, removeIfLeft, tryToRemove } from './plugin-mount-point.ts';
import { withSecret } from './plugin-secret.ts';

/** Mounts a volume into a pod's directory. docs/kubelet.md, "Coming". */
export async function setUp(plugin: FlexVolumePlugin, volume: ManagedVolume, pod: Pod): Promise<void> {
  const { disk, profile } = plugin.host;
  const dir = podVolumePath(plugin.host.root, pod.uid, plugin.driver, volume.name);
  if (prepareForMount(disk, dir)) return;
  try {
    const complete = withSecret(plugin, volume, pod);
    const options = marshalOptions(mountOptions(complete, pod, profile), profile);
    const status = await plugin.run('mount', dir, options);
    // Read-only is not applied here: a driver that leaves mount to the kubelet gets it writable.
    if (status === undefined) await disk.bindMount(await plugin.deviceMountPath(volume), dir);
  } catch (error) {
    if (profile.removesDirectoryAfterFailedMount) tryToRemove(disk, dir);
    throw error;
  }
  if (!volume.readOnly && pod.fsGroup !== undefined && plugin.capabilities.fsGroup) {
    await disk.setOwnership(dir, pod.fsGroup);
  }
}

/** Unmounts a volume from a pod's directory and removes that. docs/kubelet.md, "Going". */
export async function tearDown(plugin: FlexVolumePlugin, specName: string, podUid: string): Promise<void> {
  const { disk, profile } = plugin.host;
  const dir = podVolumePath(plugin.host.root, podUid, plugin.driver, specName);
  if (!mayBeThere(plugin, dir)) return;
  if (profile.skipsUnmountWhenNotMounted && !disk.looksMounted(dir)) return removeIfLeft(disk, dir);
  const status = await plugin.run('unmount', dir);
  if (status === undefined) await disk.cleanMountPoint(dir);
  removeIfLeft(disk, dir);
}

function mayBeThere(plugin: FlexVolumePlugin, dir: string): boolean {
  try {
    return plugin.host.disk.exists(dir);
  } catch (error) {
    if (plugin.host.profile.unmountsInSpiteOfStatError) return true;
    throw new KubeletError(`Error checking if path exists: ${(error as Error).message}`);
  }
}
