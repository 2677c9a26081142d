import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Need, requirement, type TestContext } from '../src/conformance/api.ts';
import { isBlockDevice } from './support/devices.ts';
import {
  addBytes,
  bringGrowable,
  capacityOf,
  expandBy,
  grownCapacity,
  MIB,
  type Mounted,
  sizeOf,
} from './support/growing.ts';

const ADDED = 32 * MIB;
const NEEDS: readonly Need[] = ['kubelet>=1.13', 'command:expandfs'];

/** Adds to a volume and has its filesystem grown. @returns the call */
async function grow(t: TestContext, mounted: Mounted) {
  const { dir, data } = mounted;
  const least = grownCapacity(capacityOf(dir), ADDED);
  await addBytes(t, data, ADDED);
  const call = await expandBy(t, mounted, ADDED);
  t.expect.success(call);
  const after = capacityOf(dir);
  t.expect.that(after >= least, `a filesystem of at least ${least} bytes`, `one of ${after}`, call);
  return call;
}

requirement(
  'expandfs/grows-the-filesystem',
  'MUST',
  'make the filesystem as big as the volume is, wherever it is mounted',
  { reference: 'the claim shows the new size, and the pod sees the old one', needs: NEEDS },
  async (t) => {
    const mounted = await bringGrowable(t);
    await grow(t, mounted);
  },
);

requirement(
  'expandfs/grows-again',
  'MUST',
  'make a filesystem bigger that it made bigger before',
  { reference: 'a claim may be enlarged as often as one likes', needs: NEEDS },
  async (t) => {
    const mounted = await bringGrowable(t);
    await grow(t, mounted);
    await grow(t, mounted);
  },
);

requirement(
  'expandfs/grows-what-is-in-use',
  'MUST',
  'make the filesystem bigger while files on it are open',
  { reference: 'since 1.15 volumes grow while pods use them', needs: NEEDS },
  async (t) => {
    const mounted = await bringGrowable(t);
    const file = openSync(join(mounted.dir, 'log'), 'w');
    try {
      const call = await grow(t, mounted);
      writeSync(file, 'written on');
      t.expect.that(t.node.mountsAt(mounted.dir).length > 0, `${mounted.dir} mounted`, 'no mount', call);
    } finally {
      closeSync(file);
    }
    t.expect.holds(mounted.dir, 'written on', 'log');
  },
);

requirement(
  'expandfs/keeps-data',
  'MUST',
  'keep what is on the volume when its filesystem is grown',
  { reference: 'the pod is about to use it, or uses it already', needs: NEEDS },
  async (t) => {
    const mounted = await bringGrowable(t);
    t.node.write(mounted.dir, 'kept');
    await addBytes(t, mounted.data, ADDED);
    t.expect.answered(await expandBy(t, mounted, ADDED));
    t.expect.holds(mounted.dir, 'kept');
  },
);

requirement(
  'expandfs/is-idempotent',
  'MUST',
  'answer Success when the filesystem has the size of its device already',
  { reference: 'a failure is tried again, and the pod waits for it', needs: NEEDS },
  async (t) => {
    const { kubelet, volume, pod, expect } = t;
    const [data, web] = [await volume(), pod()];
    if (data.spec.readOnly)
      t.notApplicable('the volume template is read-only: the kubelet grows no such one');
    await kubelet.bring(data, web);
    expect.success(await kubelet.expandfs(data, web, sizeOf(data), sizeOf(data)));
    expect.success(await kubelet.expandfs(data, web, sizeOf(data), sizeOf(data)));
  },
);

requirement(
  'expandfs/does-not-shrink',
  'MUST',
  'never make the filesystem smaller',
  { reference: 'data would be lost', needs: [...NEEDS, 'image'] },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const { dir } = await kubelet.bring(data, web);
    const before = capacityOf(dir);
    const call = await kubelet.expandfs(data, web, sizeOf(data) / 2, sizeOf(data));
    expect.answered(call);
    const after = capacityOf(dir);
    expect.that(after >= before, `at least ${before} bytes`, String(after), call);
  },
);

requirement(
  'expandfs/goes-by-the-filesystem-that-is-there',
  'SHOULD',
  'grow the filesystem that is mounted, and not the one that fsType names',
  {
    reference: 'most manifests name no fsType, and volumes come with a filesystem of their own',
    needs: [...NEEDS, 'image', 'root', 'loop', 'tool:mkfs.xfs', 'filesystem:xfs'],
  },
  async (t) => {
    const [data, web] = [await t.volume({ filesystem: 'xfs', fsType: 'xfs' }), t.pod()];
    try {
      await t.kubelet.bring(data, web);
    } catch (error) {
      if ((error as Error).name !== 'ExpectationFailed') throw error;
      t.notApplicable('the driver does not mount xfs');
    }
    const untold = { data: data.with({ fsType: '' }), web, dir: t.kubelet.dir(data, web) };
    if (t.node.mountsAt(untold.dir).at(-1)?.fsType !== 'xfs') t.notApplicable('the driver mounts no xfs');
    await grow(t, untold);
  },
);

requirement(
  'expandfs/fails-where-nothing-is-mounted',
  'SHOULD',
  'answer a failure when neither the device nor the directory is of the volume',
  {
    reference: 'a success is written down in the claim, and never tried again',
    needs: NEEDS,
  },
  async ({ kubelet, volume, pod, driver, expect }) => {
    const [data, web] = [await volume(), pod()];
    const [command, options, , dir] = kubelet.argv('expandfs', data, web) as [string, ...string[]];
    const size = String(sizeOf(data));
    mkdirSync(dir as string, { recursive: true });
    const wrong = driver.capabilities.attach ? '/dev/null' : '';
    expect.failure(await kubelet.call(command, options as string, wrong, dir as string, size, size));
  },
);

requirement(
  'expandfs/answers-without-a-device',
  'SHOULD',
  'answer in JSON when the device it is given is empty',
  {
    reference: 'after a restart the kubelet may not know the device',
    needs: [...NEEDS, 'attach'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    await kubelet.bring(data, web);
    const [command, options, , dir] = kubelet.argv('expandfs', data, web) as [string, ...string[]];
    const size = String(sizeOf(data));
    expect.answered(await kubelet.call(command, options as string, '', dir as string, size, size));
  },
);

requirement(
  'expandfs/is-announced',
  'SHOULD',
  'say requiresFSResize: true when it has expandfs',
  { reference: 'the kubelet never calls it otherwise', needs: ['kubelet>=1.13'] },
  async ({ kubelet, volume, pod, driver, expect }) => {
    if (driver.capabilities.requiresFSResize) return;
    const [data, web] = [await volume(), pod()];
    await kubelet.bring(data, web);
    const call = await kubelet.expandfs(data, web, sizeOf(data), sizeOf(data));
    const inVain = call.conclusion.outcome === 'success';
    expect.that(!inVain, 'no expandfs where the kubelet never calls it', 'one that works', call);
  },
);

requirement(
  'expandfs/is-not-asked-for-in-vain',
  'MAY',
  'say requiresFSResize: false when there is nothing to grow: no expandfs, and no block device',
  {
    reference:
      'the kubelet runs resize2fs on the device otherwise, and a claim that was enlarged keeps pods waiting',
    needs: ['kubelet>=1.13'],
  },
  async ({ kubelet, volume, pod, driver, expect, notApplicable }) => {
    if (driver.supports('expandfs') || !driver.capabilities.requiresFSResize)
      notApplicable('the driver has expandfs, or says that nothing is to be grown');
    const { device } = await kubelet.bring(await volume(), pod());
    expect.that(isBlockDevice(device), 'a device that the kubelet can grow', device || 'none');
  },
);
