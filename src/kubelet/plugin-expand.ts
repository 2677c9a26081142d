import type { ManagedVolume } from './managed-volume.ts';
import type { FlexVolumePlugin } from './plugin.ts';

export interface Sizes {
  /** Bytes. */
  newBytes: number;
  /** Bytes. */
  oldBytes: number;
}

/** What a controller would do; no stock controller ever does. @returns the size that the volume now has, in bytes */
export async function expandVolume(
  plugin: FlexVolumePlugin,
  volume: ManagedVolume,
  sizes: Sizes,
): Promise<number> {
  const target = await plugin.deviceMountPath(volume);
  const status = await plugin.run('expandvolume', plugin.options(volume), target, ...written(sizes));
  return status === undefined ? sizes.newBytes : Number(status.volumeNewSize);
}

/** Grows the filesystem of a volume that is mounted. */
export async function expandFilesystem(
  plugin: FlexVolumePlugin,
  volume: ManagedVolume,
  at: { device: string; path: string } & Sizes,
): Promise<void> {
  const status = await plugin.run('expandfs', plugin.options(volume), at.device, at.path, ...written(at));
  if (status === undefined) await plugin.host.disk.resizeFilesystem(at.device, at.path);
}

function written({ newBytes, oldBytes }: Sizes): string[] {
  return [String(BigInt(newBytes)), String(BigInt(oldBytes))];
}
