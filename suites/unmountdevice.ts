import { closeSync, mkdirSync, openSync } from 'node:fs';
import { requirement } from '../src/conformance/api.ts';
import { isBlockDevice, isFree } from './support/devices.ts';

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
    const data = await volume();
    mkdirSync(kubelet.deviceDir(data), { recursive: true });
    expect.success(await kubelet.unmountdevice(data));
  },
);

requirement(
  'unmountdevice/leaves-other-volumes',
  'MUST',
  'leave volumes mounted whose name begins alike',
  {
    reference: 'drivers that search with grep take vol-21 for vol-2 (rexray/rexray#1287)',
    needs: ['command:unmountdevice', 'fresh-volumes'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [short, long] = [await volume({ name: 'vol-2' }), await volume({ name: 'vol-21' })];
    await kubelet.bring(short, pod(), 'mountdevice');
    await kubelet.bring(long, pod(), 'mountdevice');
    const call = await kubelet.unmountdevice(short);
    expect.success(call);
    expect.mounted(kubelet.deviceDir(long), {}, call);
  },
);

requirement(
  'unmountdevice/keeps-data',
  'MUST',
  'keep what is on the volume',
  {
    reference: 'a pod that moves finds an empty volume otherwise',
    needs: ['command:mountdevice', 'command:unmountdevice', 'fresh-volumes'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const data = await volume();
    const dir = kubelet.deviceDir(data);
    await kubelet.bring(data, pod(), 'mountdevice');
    node.write(dir, 'kept');
    expect.success(await kubelet.unmountdevice(data));
    expect.success(await kubelet.mountdevice(data));
    expect.holds(dir, 'kept');
  },
);

requirement(
  'unmountdevice/frees-the-device',
  'MUST',
  'leave the device to nobody, so that it can be detached',
  {
    reference: 'the kubelet opens it for itself alone: "in use when it was no longer expected to be in use"',
    needs: ['command:unmountdevice', 'root'],
  },
  async ({ kubelet, volume, pod, expect, notApplicable }) => {
    const data = await volume();
    const { device } = await kubelet.bring(data, pod(), 'mountdevice');
    if (!isBlockDevice(device)) notApplicable('the driver names no block device');
    const call = await kubelet.unmountdevice(data);
    expect.success(call);
    expect.that(isFree(device), `${device} to be free`, 'somebody has it', call);
  },
);

requirement(
  'unmountdevice/tells-that-it-is-busy',
  'SHOULD',
  'answer a failure while a file on the volume is open, and Success once it is closed',
  {
    reference: 'unmounted lazily, the volume is still written to when it is on its way to another node',
    needs: ['command:unmountdevice', 'root'],
  },
  async ({ kubelet, volume, pod, node, expect, notApplicable }) => {
    const data = await volume();
    const { device } = await kubelet.bring(data, pod(), 'mountdevice');
    if (!isBlockDevice(device)) notApplicable('the driver names no block device');
    const file = openSync(node.write(kubelet.deviceDir(data), 'open'), 'r');
    try {
      const call = await kubelet.unmountdevice(data);
      expect.answered(call);
      if (call.conclusion.outcome === 'success')
        expect.that(isFree(device), `a failure, or ${device} to be free`, 'it is in use', call);
    } finally {
      closeSync(file);
    }
    expect.success(await kubelet.unmountdevice(data));
  },
);
