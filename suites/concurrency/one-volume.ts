import { requirement } from '../../src/conformance/api.ts';

/** Two kubelets, as it were: none calls the same thing twice at once, but its successor does. */
const reference = 'a driver that a killed kubelet has called goes on beside the call of the next kubelet';

requirement(
  'concurrency/mountdevice-twice-at-once',
  'MUST',
  'mount a device once when mountdevice is called twice at once',
  { reference, needs: ['command:mountdevice'] },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'waitforattach');
    const calls = await Promise.all([kubelet.mountdevice(data), kubelet.mountdevice(data)]);
    for (const call of calls) expect.answered(call);
    expect.mounted(kubelet.deviceDir(data), { times: 1 }, calls[1]);
  },
);

requirement(
  'concurrency/mount-twice-at-once',
  'MUST',
  'mount a volume once for a pod when mount is called twice at once',
  { reference, needs: ['command:mount'] },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    await kubelet.bring(data, pod());
    const calls = await Promise.all([kubelet.mount(data, web), kubelet.mount(data, web)]);
    for (const call of calls) expect.answered(call);
    expect.mounted(kubelet.dir(data, web), { times: 1 }, calls[1]);
  },
);

requirement(
  'concurrency/unmount-twice-at-once',
  'MUST',
  'unmount a volume from one pod alone when unmount is called twice at once',
  { reference, needs: ['command:unmount'] },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, goes, stays] = [await volume(), pod(), pod()];
    await kubelet.bring(data, goes);
    const { dir } = await kubelet.bring(data, stays);
    const mounts = () => [...node.mountsBelow(dir), ...node.mountsBelow(kubelet.deviceDir(data))];
    const before = mounts();
    const calls = await Promise.all([kubelet.unmount(data, goes), kubelet.unmount(data, goes)]);
    for (const call of calls) expect.answered(call);
    expect.notMounted(kubelet.dir(data, goes), calls[1]);
    expect.equal(mounts(), before, 'the mounts of the device and of the other pod', calls[1]);
  },
);

requirement(
  'concurrency/pods-leave-at-once',
  'SHOULD',
  'unmount a volume from four pods at once',
  {
    reference: 'pods of one volume are unmounted side by side: a failure is tried again half a second later',
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, pods] = [await volume(), Array.from({ length: 4 }, () => pod())];
    for (const one of pods) await kubelet.bring(data, one);
    const calls = await Promise.all(pods.map((one) => kubelet.take(data, one, 'unmount')));
    for (const [index, one] of pods.entries())
      expect.notMounted(kubelet.dir(data, one), calls[index]?.at(-1));
  },
);

requirement(
  'concurrency/isattached-beside-mountdevice',
  'MUST',
  'answer "attached": true while the device is being mounted',
  {
    reference: 'the controller asks each minute, whatever the kubelet does, and attaches again what is not',
    needs: ['command:attach', 'command:isattached', 'command:mountdevice'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'waitforattach');
    const mounting = kubelet.mountdevice(data);
    const asked = [await kubelet.isattached(data), await kubelet.isattached(data)];
    expect.success(await mounting);
    for (const call of asked) expect.equal(expect.success(call).attached, true, '"attached"', call);
  },
);
