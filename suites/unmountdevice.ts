import { requirement } from '../src/conformance/api.ts';

requirement(
  'unmountdevice/unmounts',
  'MUST',
  'leave the directory of the device unmounted, and empty or gone',
  {
    reference: 'the kubelet removes it with one rmdir, then detaches a device that must be free',
    needs: ['command:unmountdevice'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'mountdevice');
    const call = await kubelet.unmountdevice(data);
    expect.success(call);
    expect.emptyOrGone(kubelet.deviceDir(data), call);
  },
);

requirement(
  'unmountdevice/is-idempotent',
  'MUST',
  'answer Success when the device is not mounted there any more',
  {
    reference: 'after a lost answer it is called again; a failure keeps the volume on the node',
    needs: ['command:unmountdevice'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'mountdevice');
    expect.success(await kubelet.unmountdevice(data));
    expect.success(await kubelet.unmountdevice(data));
  },
);

requirement(
  'unmountdevice/of-a-directory-never-mounted-succeeds',
  'SHOULD',
  'answer Success when nothing was ever mounted there',
  {
    reference: 'a restarted kubelet cannot know how far its predecessor came',
    needs: ['command:unmountdevice'],
  },
  async ({ kubelet, volume, expect }) => {
    expect.success(await kubelet.unmountdevice(await volume()));
  },
);
