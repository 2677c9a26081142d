import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Need, requirement } from '../src/conformance/api.ts';
import { deviceBytes, isBlockDevice, withoutImage } from './support/devices.ts';
import { addBytes, bringGrowable, capacityOf, grownCapacity, MIB, sizeOf } from './support/growing.ts';
import { lastingVolume } from './support/volumes.ts';

const ADDED = 16 * MIB;
const NEEDS: readonly Need[] = ['kubelet>=1.13', 'command:expandvolume'];

requirement(
  'expandvolume/answers-the-new-size',
  'MUST',
  'answer Success with "volumeNewSize", a number of bytes that is at least what was asked for',
  { reference: 'the size of the PersistentVolume is set to it', needs: NEEDS },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod());
    const asked = sizeOf(data) + ADDED;
    const call = await kubelet.expandvolume(data, asked, sizeOf(data));
    const size = Number(expect.success(call).volumeNewSize);
    expect.that(size >= asked, `at least ${asked} bytes`, String(size), call);
  },
);

requirement(
  'expandvolume/grows-the-volume',
  'MUST',
  'make the volume as big as it says',
  {
    reference: 'users and quotas go by the size of the PersistentVolume, and pods by what is there',
    needs: [...NEEDS, 'image'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    const { device } = await kubelet.bring(data, pod());
    const asked = sizeOf(data) + ADDED;
    const call = await kubelet.expandvolume(data, asked, sizeOf(data));
    expect.success(call);
    // Where the device is another thing than the image, it is the device that pods get.
    const size = Math.max(sizeOf(data), isBlockDevice(device) ? deviceBytes(device) : 0);
    expect.that(size >= asked, `a volume of at least ${asked} bytes`, `one of ${size}`, call);
  },
);

requirement(
  'expandvolume/grows-again',
  'MUST',
  'make a volume bigger that it made bigger before',
  { reference: 'a claim may be enlarged as often as one likes', needs: NEEDS },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod());
    const first = sizeOf(data) + ADDED;
    expect.success(await kubelet.expandvolume(data, first, sizeOf(data)));
    const second = first + ADDED;
    const call = await kubelet.expandvolume(data, second, first);
    const told = Number(expect.success(call).volumeNewSize);
    expect.that(told >= second, `at least ${second} bytes the second time`, `${told} told`, call);
    const size = data.image === undefined ? second : sizeOf(data);
    expect.that(size >= second, `a volume of at least ${second} bytes`, `one of ${size}`, call);
  },
);

requirement(
  'expandvolume/is-idempotent',
  'MUST',
  'answer Success when the volume has that size already',
  { reference: 'the controller tries again when it could not write the new size down', needs: NEEDS },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod());
    const [asked, old] = [sizeOf(data) + ADDED, sizeOf(data)];
    expect.success(await kubelet.expandvolume(data, asked, old));
    expect.success(await kubelet.expandvolume(data, asked, old));
  },
);

requirement(
  'expandvolume/keeps-data',
  'MUST',
  'keep what is on the volume, and leave it mounted',
  { reference: 'volumes grow while pods use them, and because they are full', needs: NEEDS },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [data, web] = [await lastingVolume(t), pod()];
    const { dir } = await kubelet.bring(data, web);
    node.write(dir, 'kept');
    const mounts = node.mountsAt(dir).length;
    const call = await addBytes(t, data, ADDED);
    expect.equal(node.mountsAt(dir).length, mounts, `the number of mounts on ${dir}`, call);
    expect.holds(dir, 'kept');
    await kubelet.take(data, web);
    const again = await kubelet.bring(data, web);
    expect.holds(again.dir, 'kept');
  },
);

requirement(
  'expandvolume/never-shrinks',
  'MUST',
  'not make a volume smaller, whatever it is asked for',
  {
    reference: 'what lies behind the new end is lost; a late call of an older size must do no harm',
    needs: [...NEEDS, 'image'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod());
    const before = sizeOf(data);
    for (const old of [before, before / 4]) {
      const call = await kubelet.expandvolume(data, before / 2, old);
      expect.that(sizeOf(data) >= before, `an image of ${before} bytes still`, `${sizeOf(data)}`, call);
    }
  },
);

requirement(
  'expandvolume/does-not-claim-a-smaller-size',
  'SHOULD',
  'answer a failure, or the size that there is, when it is asked for a smaller one',
  { reference: 'the size of the PersistentVolume is set to the answer', needs: [...NEEDS, 'image'] },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod());
    const before = sizeOf(data);
    const call = await kubelet.expandvolume(data, before / 2, before);
    const { volumeNewSize } = expect.answered(call);
    if (call.conclusion.outcome !== 'success') return;
    expect.that(volumeNewSize >= before, `at least ${before} bytes`, String(volumeNewSize), call);
  },
);

requirement(
  'expandvolume/grows-what-is-not-attached',
  'SHOULD',
  'make a volume bigger that no node has attached',
  { reference: 'a controller makes volumes bigger wherever they are, and calls on no node', needs: NEEDS },
  async ({ kubelet, volume, expect }) => {
    const data = await volume();
    const asked = sizeOf(data) + ADDED;
    const call = await kubelet.expandvolume(data, asked, sizeOf(data));
    const size = Number(expect.success(call).volumeNewSize);
    expect.that(size >= asked, `at least ${asked} bytes`, String(size), call);
  },
);

requirement(
  'expandvolume/fails-for-what-is-not-there',
  'SHOULD',
  'answer a failure when what the options name is not there, and make nothing',
  {
    reference: 'the claim shows a size that nothing has otherwise',
    needs: [...NEEDS, 'image'],
  },
  async ({ kubelet, volume, node, expect }) => {
    const missing = join(node.scratch, 'volume.img');
    const call = await kubelet.expandvolume(withoutImage(await volume(), missing), 2 * ADDED, ADDED);
    expect.failure(call);
    expect.that(!existsSync(missing), `no ${missing}`, 'a new file there', call);
  },
);

requirement(
  'expandvolume/grows-the-filesystem-where-nobody-else-does',
  'MUST',
  'make the filesystem bigger too when it says requiresFSResize: false',
  {
    reference:
      'the kubelet calls no expandfs then: the claim shows the new size, and the pod sees the old one',
    needs: NEEDS,
  },
  async (t) => {
    const { kubelet, driver, expect } = t;
    if (driver.capabilities.requiresFSResize) t.notApplicable('the driver has requiresFSResize: true');
    const { data, web, dir } = await bringGrowable(t);
    const before = capacityOf(dir);
    const call = await addBytes(t, data, ADDED);
    const least = grownCapacity(before, ADDED);
    // It may grow when it is mounted the next time.
    if (capacityOf(dir) < least) {
      await kubelet.take(data, web);
      await kubelet.bring(data, web);
    }
    const after = capacityOf(dir);
    expect.that(after >= least, `a filesystem of at least ${least} bytes`, `one of ${after}`, call);
  },
);
