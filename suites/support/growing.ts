import { readFileSync, statfsSync, statSync, truncateSync } from 'node:fs';
import type { Call, PodSpec, TestContext, TestVolume } from '../../src/conformance/api.ts';
import { writableVolume } from './volumes.ts';

export const MIB = 1024 * 1024;

/** Bit of the capability in a mask, linux/capability.h. */
const SYS_RESOURCE = 24n;
/** What a volume that nothing shows the size of is taken for. */
const UNKNOWN_SIZE = 32 * MIB;
/** A filesystem needs some of its device for itself: of what is added, most must be there for pods. */
const FOR_PODS = 0.8;

/** Bytes: of its image, where it has one. */
export function sizeOf({ image }: TestVolume): number {
  return image === undefined ? UNKNOWN_SIZE : statSync(image).size;
}

/** Bytes of the filesystem that a directory is on, used and free. */
export function capacityOf(dir: string): number {
  const { blocks, bsize } = statfsSync(dir);
  return blocks * bsize;
}

/** The least that a filesystem has once its device has grown. */
export function grownCapacity(before: number, addedBytes: number): number {
  return before + addedBytes * FOR_PODS;
}

/** A volume that a pod may write to, and where it is mounted. */
export interface Mounted {
  data: TestVolume;
  web: PodSpec;
  dir: string;
}

/**
 * Brings a volume to a pod whose filesystem this machine can grow while it is mounted: as the template has it, or with
 * xfs, which takes no capability of the process. A driver that does not take xfs is not to blame for that.
 */
export async function bringGrowable(t: TestContext): Promise<Mounted> {
  const [own, web] = [await writableVolume(t), t.pod()];
  if (own.image === undefined || growsMounted(own.spec.fsType)) {
    const { dir } = await t.kubelet.bring(own, web);
    return { data: own, web, dir };
  }
  const lack = `a mounted ${own.spec.fsType || 'ext4'} cannot be grown here: that takes CAP_SYS_RESOURCE`;
  const data = await t.volume({ filesystem: 'xfs', fsType: 'xfs' });
  try {
    const { dir } = await t.kubelet.bring(data, web);
    const mounted = t.node.mountsAt(dir).at(-1)?.fsType ?? '';
    if (!growsMounted(mounted)) t.skip(`${lack}, and the driver mounts ${mounted} for xfs`);
    return { data, web, dir };
  } catch (error) {
    if ((error as Error).name !== 'ExpectationFailed') throw error;
    return t.skip(`${lack}, and the driver does not mount xfs`);
  }
}

/** Whether the kernel lets a driver that runs here grow such a filesystem; an empty type is ext4. */
function growsMounted(fsType: string): boolean {
  if (!/^(ext[234])?$/.test(fsType)) return true;
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '0';
  return ((BigInt(`0x${mask}`) >> SYS_RESOURCE) & 1n) === 1n;
}

/** Adds so many bytes to the volume: by the driver or, where that is left to others, to its image and what is over it. */
export async function addBytes(t: TestContext, data: TestVolume, bytes: number): Promise<Call | undefined> {
  const { kubelet, driver, node, expect } = t;
  const size = sizeOf(data);
  if (driver.supports('expandvolume')) {
    const call = await kubelet.expandvolume(data, size + bytes, size);
    expect.success(call);
    return call;
  }
  if (data.image === undefined) return t.notApplicable('nothing here can make such a volume bigger');
  truncateSync(data.image, size + bytes);
  for (const { device } of node.loopsOf(data.image)) await node.run('losetup', '--set-capacity', device);
  return undefined;
}

/** Calls expandfs as a kubelet does once a volume has grown by so many bytes. */
export function expandBy(t: TestContext, { data, web }: Pick<Mounted, 'data' | 'web'>, bytes: number) {
  const size = sizeOf(data);
  return t.kubelet.expandfs(data, web, size, size - bytes);
}
