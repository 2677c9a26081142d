import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requirement } from '../src/conformance/api.ts';
import { isBlockDevice, isWritten, readRaw, withoutImage, writeRaw } from './support/devices.ts';

requirement(
  'attach/succeeds',
  'MUST',
  'answer Success when a volume is attached to this node',
  { reference: 'the pod waits for it, and attach is tried again for ever', needs: ['command:attach'] },
  async ({ kubelet, volume, expect }) => {
    expect.success(await kubelet.attach(await volume()));
  },
);

requirement(
  'attach/names-a-block-device',
  'MUST',
  'name a block device that exists, where mounting it is left to the kubelet',
  { reference: 'the kubelet formats and mounts what it is given', needs: ['command:attach', 'root'] },
  async ({ kubelet, volume, expect, driver, notApplicable }) => {
    if (driver.supports('mountdevice'))
      notApplicable('the driver mounts the device itself, whatever its name');
    const call = await kubelet.attach(await volume());
    const { device } = expect.success(call);
    expect.that(isBlockDevice(device), 'a block device', device || 'no device', call);
  },
);

requirement(
  'attach/is-idempotent',
  'MUST',
  'answer Success with the same device when the volume is attached already',
  {
    reference: 'a lost answer, a restart and isattached: false all bring a second attach (recorded)',
    needs: ['command:attach'],
  },
  async ({ kubelet, volume, expect }) => {
    const data = await volume();
    const { device } = expect.success(await kubelet.attach(data));
    const again = await kubelet.attach(data);
    expect.equal(expect.success(again).device, device, 'the device', again);
  },
);

requirement(
  'attach/is-idempotent-while-mounted',
  'MUST',
  'answer Success with the same device while the volume is mounted, and leave it mounted',
  {
    reference:
      'a kubelet of 1.20 that is restarted attaches again what its pods use (recorded: restart-pod-stays)',
    needs: ['command:attach'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, web] = [await volume(), pod()];
    const { dir, device } = await kubelet.bring(data, web);
    const before = node.mountsBelow(dir);
    const again = await kubelet.attach(data);
    const named = expect.success(again).device;
    if (device !== '') expect.equal(named, device, 'the device', again);
    expect.equal(node.mountsBelow(dir), before, 'the mounts of the pod', again);
  },
);

requirement(
  'attach/tells-volumes-apart',
  'MUST',
  'name different devices for different volumes',
  {
    reference: 'two volumes on one device are two pods with the same data',
    needs: ['command:attach', 'fresh-volumes'],
  },
  async ({ kubelet, volume, expect, notApplicable }) => {
    const first = expect.success(await kubelet.attach(await volume()));
    const call = await kubelet.attach(await volume());
    const { device } = expect.success(call);
    if (device === '') notApplicable('the driver names no device');
    expect.that(device !== first.device, `another device than ${first.device}`, device, call);
  },
);

requirement(
  'attach/names-the-device-of-the-volume',
  'MUST',
  'name the device that the volume is on: what is written to it arrives in the image',
  {
    reference: 'the kubelet mounts whatever is named, and pods write to it',
    needs: ['command:attach', 'image', 'root', 'loop'],
  },
  async ({ kubelet, volume, expect, notApplicable }) => {
    const data = await volume({ filesystem: 'none' });
    const call = await kubelet.attach(data);
    const { device } = expect.success(call);
    if (!isBlockDevice(device)) notApplicable('the driver names no block device');
    const arrived = await isWritten(data.image as string, () => writeRaw(device, 'written'));
    expect.that(arrived, `what is written to ${device} to arrive in ${data.image}`, 'nothing there', call);
  },
);

requirement(
  'attach/finds-the-data-again',
  'MUST',
  'find again what was on the volume when it is attached after it was detached',
  {
    reference: 'detach takes a volume from a node, not from its users',
    needs: ['command:attach', 'command:detach', 'image', 'root', 'loop'],
  },
  async ({ kubelet, volume, expect, notApplicable }) => {
    const data = await volume({ filesystem: 'none' });
    const { device } = expect.success(await kubelet.attach(data));
    if (!isBlockDevice(device)) notApplicable('the driver names no block device');
    writeRaw(device, 'kept');
    expect.success(await kubelet.detach(data));
    const call = await kubelet.attach(data);
    const again = expect.success(call).device;
    expect.that(isBlockDevice(again), 'a block device', again || 'no device', call);
    expect.equal(readRaw(again, 4), 'kept', `what was written to ${device} before`, call);
  },
);

requirement(
  'attach/agrees-with-itself-at-once',
  'MUST',
  'name one device when one volume is attached eight times at once',
  {
    reference: 'the calls of a kubelet that was killed go on beside those of its successor',
    needs: ['command:attach'],
  },
  async ({ kubelet, volume, node, expect }) => {
    const data = await volume();
    const calls = await Promise.all(Array.from({ length: 8 }, () => kubelet.attach(data)));
    for (const call of calls) expect.answered(call);
    const succeeded = calls.filter(({ conclusion }) => conclusion.outcome === 'success');
    const devices = new Set(succeeded.map((call) => expect.success(call).device));
    expect.that(devices.size === 1, 'one device', [...devices].join(', ') || 'failures alone', calls.at(-1));
    const loops = node.loopsOf(data.image ?? '').map((loop) => loop.device);
    expect.that(loops.length <= 1, `one loop device over ${data.image}`, loops.join(', '), calls.at(-1));
  },
);

requirement(
  'attach/takes-a-read-only-volume',
  'MUST',
  'answer Success for a volume that is to be read only',
  { reference: 'kubernetes.io/readwrite is ro then, on every call', needs: ['command:attach'] },
  async ({ kubelet, volume, expect }) => {
    expect.success(await kubelet.attach((await volume()).with({ readOnly: true })));
  },
);

requirement(
  'attach/fails-for-what-is-not-there',
  'SHOULD',
  'answer a failure when what the options name is not there',
  {
    reference: 'the failure shows later otherwise, where nobody looks for it (kubernetes/kubernetes#47066)',
    needs: ['command:attach', 'image', 'root', 'loop'],
  },
  async ({ kubelet, volume, node, expect, notApplicable }) => {
    const data = await volume();
    const { device } = expect.success(await kubelet.attach(data));
    if (!isBlockDevice(device)) notApplicable('the driver names no block device');
    const missing = join(node.scratch, 'missing', 'volume.img');
    const call = await kubelet.attach(withoutImage(await volume(), missing));
    if (existsSync(missing)) notApplicable('the driver makes what is missing');
    expect.failure(call);
  },
);

requirement(
  'attach/leaves-nothing-when-it-fails',
  'MUST',
  'leave no device and no file behind when it answers a failure',
  {
    reference: 'attach is tried again for ever, and nobody detaches what was never attached',
    needs: ['command:attach', 'image'],
  },
  async ({ kubelet, volume, node, expect, notApplicable }) => {
    const wrong = withoutImage(await volume(), join(node.scratch, 'missing', 'volume.img'));
    const before = node.snapshot();
    const call = await kubelet.attach(wrong);
    if (call.conclusion.outcome !== 'failure') notApplicable('the driver does not fail for a missing image');
    expect.unchanged(before, call);
  },
);
