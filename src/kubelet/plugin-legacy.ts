import type { ManagedVolume, Pod } from './managed-volume.ts';
import { marshalOptions, mountOptions, volumeOptions } from './options.ts';
import { podVolumePath } from './paths.ts';
import type { FlexVolumePlugin } from './plugin.ts';
import { removeIfLeft } from './plugin-mount-point.ts';
import { withSecret } from './plugin-secret.ts';

/**
 * Kubelets before 1.6: attach and mount in one go for each pod, `attach J` and `mount DIR DEV J`.
 * The pod's directory is the driver's to make. docs/kubelet.md, "Releases".
 */
export async function legacySetUp(plugin: FlexVolumePlugin, volume: ManagedVolume, pod: Pod): Promise<void> {
  const { disk, profile } = plugin.host;
  const dir = podVolumePath(plugin.host.root, pod.uid, plugin.driver, volume.name);
  if (disk.exists(dir) && disk.looksMounted(dir)) return;
  const complete = withSecret(plugin, volume, pod);
  const attached = await plugin.run('attach', marshalOptions(volumeOptions(complete, profile), profile));
  const device = attached?.device ?? '';
  const status = await plugin.run(
    'mount',
    dir,
    device,
    marshalOptions(mountOptions(complete, pod, profile), profile),
  );
  if (status !== undefined) return;
  disk.makeDirectory(dir);
  await disk.mount(device, dir, volume.fsType, [volume.readOnly ? 'ro' : 'rw']);
}

/** `unmount DIR`, then `detach DEV` when that was the device's last mount; neither when DIR is no mount. */
export async function legacyTearDown(
  plugin: FlexVolumePlugin,
  specName: string,
  podUid: string,
): Promise<void> {
  const { disk } = plugin.host;
  const dir = podVolumePath(plugin.host.root, podUid, plugin.driver, specName);
  if (disk.looksMounted(dir)) {
    const source = disk.mountSource(dir);
    const status = await plugin.run('unmount', dir);
    if (status === undefined) await disk.cleanMountPoint(dir);
    if (source.mounts === 1) await plugin.run('detach', source.device);
  }
  removeIfLeft(disk, dir);
}
