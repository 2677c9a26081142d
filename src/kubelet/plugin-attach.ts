import type { ManagedVolume } from './managed-volume.ts';
import type { FlexVolumePlugin } from './plugin.ts';

/** @returns the device; "" when attach is not supported */
export async function attach(plugin: FlexVolumePlugin, volume: ManagedVolume): Promise<string> {
  const status = await plugin.run('attach', plugin.options(volume), plugin.host.nodeName);
  return status?.device ?? '';
}

/** @returns the device that the driver names; the one it was given when the command is not supported */
export async function waitForAttach(
  plugin: FlexVolumePlugin,
  volume: ManagedVolume,
  device: string,
): Promise<string> {
  const status = await plugin.run('waitforattach', device, plugin.options(volume));
  return status === undefined ? device : status.device;
}

/** The driver gets the volume's name, not a device, whatever the public document says. */
export async function detach(plugin: FlexVolumePlugin, volumeName: string): Promise<void> {
  await plugin.run('detach', volumeName, plugin.host.nodeName);
}

/** @returns undefined when the driver does not support it: the volume is then not verified */
export async function isAttached(
  plugin: FlexVolumePlugin,
  volume: ManagedVolume,
): Promise<boolean | undefined> {
  const status = await plugin.run('isattached', plugin.options(volume), plugin.host.nodeName);
  return status?.attached;
}
