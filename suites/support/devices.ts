import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import type { TestVolume } from '../../src/conformance/api.ts';

/** Bytes: behind what filesystems and partition tables have at their beginning, within any volume. */
const AT = 256 * 1024;
/** In which sysfs counts. */
const SECTOR_BYTES = 512;

/** Whether a driver's answer names a block device that is there; anything may stand in it. */
export function isBlockDevice(path: string): boolean {
  return existsSync(path) && statSync(path).isBlockDevice();
}

/** `major:minor`, as the mount table has it; of Linux' 32-bit device numbers. */
export function numberOf(device: string): string {
  const { rdev } = statSync(device);
  return `${(rdev >> 8) & 0xfff}:${(rdev & 0xff) | ((rdev >> 12) & 0xfff00)}`;
}

/** What a block device holds. */
export function deviceBytes(device: string): number {
  return Number(readFileSync(`/sys/dev/block/${numberOf(device)}/size`, 'latin1')) * SECTOR_BYTES;
}

/** Whether nobody has it mounted or mapped: as the kubelet asks before it detaches. */
export function isFree(device: string): boolean {
  try {
    closeSync(openSync(device, constants.O_RDONLY | constants.O_EXCL));
    return true;
  } catch {
    return false;
  }
}

/** Writes to a device itself, and waits until it is there. */
export function writeRaw(device: string, text: string): void {
  const file = openSync(device, 'r+');
  try {
    writeSync(file, text, AT);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Reads what `writeRaw` wrote. */
export function readRaw(device: string, length: number): string {
  const file = openSync(device, 'r');
  try {
    const bytes = Buffer.alloc(length);
    readSync(file, bytes, 0, length, AT);
    return bytes.toString('latin1');
  } finally {
    closeSync(file);
  }
}

/** Whether an image is written to while something is done; the bytes may be others, as where a driver encrypts. */
export async function isWritten(image: string, during: () => unknown): Promise<boolean> {
  const mark = () => {
    const { mtimeNs, blocks } = statSync(image, { bigint: true });
    return `${mtimeNs} ${blocks}`;
  };
  const before = mark();
  await during();
  return mark() !== before;
}

/** The same volume, whose options name a file that is not there in place of its image or device. */
export function withoutImage(volume: TestVolume, path: string): TestVolume {
  const made = [volume.image, volume.device].filter((one) => one !== undefined);
  const options = Object.entries(volume.spec.options).map(([key, value]) => [
    key,
    made.reduce((text, one) => text.replaceAll(one, path), value),
  ]);
  return volume.with({ options: Object.fromEntries(options) as Record<string, string> });
}
