import { requirement } from '../src/conformance/api.ts';

requirement(
  'unmount/unmounts',
  'MUST',
  'leave the directory of the pod unmounted, and empty or gone',
  {
    reference:
      'the kubelet removes it with one rmdir; what is left in it keeps the pod for ever ("orphaned pod")',
    needs: ['command:unmount'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const { dir } = await kubelet.bring(data, web);
    const call = await kubelet.unmount(data, web);
    expect.success(call);
    expect.emptyOrGone(dir, call);
  },
);

requirement(
  'unmount/is-idempotent',
  'MUST',
  'answer Success when the volume is not mounted there any more',
  {
    reference: 'a failure is tried again for ever, and the pod stays (kubernetes/kubernetes#30930)',
    needs: ['command:unmount'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    await kubelet.bring(data, web);
    expect.success(await kubelet.unmount(data, web));
    expect.success(await kubelet.unmount(data, web));
  },
);

requirement(
  'unmount/of-a-missing-directory-succeeds',
  'SHOULD',
  'answer Success when the directory does not exist',
  { reference: 'the directory may be gone since the call before was broken off', needs: ['command:unmount'] },
  async ({ kubelet, volume, pod, expect }) => {
    expect.success(await kubelet.unmount(await volume(), pod()));
  },
);

requirement(
  'unmount/leaves-the-other-pod',
  'MUST',
  'leave the volume with the other pod that has it',
  {
    reference: 'a driver that unmounts every mount of the device takes the volume from running pods',
    needs: ['command:unmount'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, first, second] = [await volume(), pod(), pod()];
    await kubelet.bring(data, first);
    const { dir } = await kubelet.bring(data, second);
    const before = node.mountsBelow(dir);
    const call = await kubelet.unmount(data, first);
    expect.success(call);
    expect.equal(node.mountsBelow(dir), before, 'the mounts of the other pod', call);
  },
);

requirement(
  'unmount/keeps-data',
  'MUST',
  'keep the data of the volume',
  { reference: 'the pod goes, its data does not', needs: ['command:unmount', 'fresh-volumes'] },
  async ({ kubelet, volume, pod, node, expect, driver, notApplicable }) => {
    const data = await volume();
    const lasting = driver.capabilities.attach || data.image !== undefined || data.directory !== undefined;
    if (!lasting) notApplicable('nothing says that such a volume outlives its pod');
    const [first, second] = [pod(), pod()];
    const { dir } = await kubelet.bring(data, first);
    node.write(dir, 'kept');
    await kubelet.takeAll();
    const again = await kubelet.bring(data, second);
    expect.holds(again.dir, 'kept');
  },
);
