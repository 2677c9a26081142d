import { statSync } from 'node:fs';
import { requirement } from '../src/conformance/api.ts';

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
    const found = statSync(device, { throwIfNoEntry: false });
    expect.that(found?.isBlockDevice() === true, 'a block device', device || 'no device', call);
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
