import { requirement } from '../src/conformance/api.ts';
import { isBlockDevice, isWritten, writeRaw } from './support/devices.ts';

requirement(
  'waitforattach/names-the-device',
  'MUST',
  'name the device, where mounting it is left to the kubelet',
  {
    reference: 'its device is the one that is mounted; without one nothing is, in silence',
    needs: ['command:waitforattach'],
  },
  async ({ kubelet, volume, pod, expect, driver, notApplicable }) => {
    if (driver.supports('mountdevice')) notApplicable('the driver mounts the device itself');
    const data = await volume();
    await kubelet.bring(data, pod(), 'attach');
    const call = await kubelet.waitforattach(data);
    const { device } = expect.success(call);
    expect.that(device !== '', 'a device', 'none', call);
  },
);

requirement(
  'waitforattach/is-idempotent',
  'MUST',
  'answer Success with the same device each time it is called',
  { reference: 'the kubelet calls it for every pod and every retry', needs: ['command:waitforattach'] },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'attach');
    const { device } = expect.success(await kubelet.waitforattach(data));
    const again = await kubelet.waitforattach(data);
    expect.equal(expect.success(again).device, device, 'the device', again);
  },
);

requirement(
  'waitforattach/answers-while-mounted',
  'MUST',
  'answer Success while the volume is mounted',
  { reference: 'the kubelet calls it before it mounts for a second pod', needs: ['command:waitforattach'] },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod());
    expect.success(await kubelet.waitforattach(data));
  },
);

requirement(
  'waitforattach/answers-without-a-device',
  'SHOULD',
  'answer in JSON when the device it is given is empty',
  { reference: 'after a restart the kubelet may not know the device', needs: ['command:waitforattach'] },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'attach');
    expect.answered(await kubelet.waitforattach(data, { device: '' }));
  },
);

requirement(
  'waitforattach/names-no-other-device',
  'MUST',
  'name the device that the volume is on, if it names one',
  {
    reference: 'what it names is what mountdevice is given, in place of what attach had named',
    needs: ['command:waitforattach', 'image', 'root', 'loop'],
  },
  async ({ kubelet, volume, pod, expect, notApplicable }) => {
    const data = await volume({ filesystem: 'none' });
    const { device: attached } = await kubelet.bring(data, pod(), 'attach');
    const call = await kubelet.waitforattach(data);
    const { device } = expect.success(call);
    if (device === '' || ![device, attached].some(isBlockDevice))
      notApplicable('the driver names no block device');
    expect.that(isBlockDevice(device), 'a block device', device, call);
    const arrived = await isWritten(data.image as string, () => writeRaw(device, 'written'));
    expect.that(arrived, `what is written to ${device} to arrive in ${data.image}`, 'nothing there', call);
  },
);

requirement(
  'waitforattach/changes-nothing-when-attached',
  'MUST',
  'change nothing on the node when the volume is there already',
  {
    reference: 'the kubelet calls it for every pod and every retry, and nothing ever takes back what it did',
    needs: ['command:waitforattach'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod());
    const before = node.snapshot();
    const call = await kubelet.waitforattach(data);
    expect.success(call);
    expect.unchanged(before, call);
  },
);
