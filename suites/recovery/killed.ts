import { requirement } from '../../src/conformance/api.ts';
import { uuidOf } from '../support/images.ts';
import { interruptedAndAgain } from '../support/interrupted.ts';

const reference = 'the out-of-memory killer and a stopping node take drivers in the middle';

requirement(
  'recovery/killed-in-attach',
  'MUST',
  'attach when it is called again after it was killed in attach',
  { reference, needs: ['command:attach'] },
  async (t) => {
    const data = await t.volume();
    const call = await interruptedAndAgain(t, (kubelet) => kubelet.attach(data));
    const loops = t.node.loopsOf(data.image ?? '').map(({ device }) => device);
    t.expect.that(loops.length <= 1, `one loop device over ${data.image}`, loops.join(', '), call);
  },
);

requirement(
  'recovery/killed-in-waitforattach',
  'MUST',
  'wait for the device when it is called again after it was killed in waitforattach',
  { reference, needs: ['command:waitforattach'] },
  async (t) => {
    const data = await t.volume();
    await t.kubelet.bring(data, t.pod(), 'attach');
    await interruptedAndAgain(t, (kubelet) => kubelet.waitforattach(data));
  },
);

requirement(
  'recovery/killed-in-mountdevice',
  'MUST',
  'mount the device when it is called again after it was killed in mountdevice',
  { reference, needs: ['command:mountdevice'] },
  async (t) => {
    const data = await t.volume();
    await t.kubelet.bring(data, t.pod(), 'waitforattach');
    const call = await interruptedAndAgain(t, (kubelet) => kubelet.mountdevice(data));
    t.expect.mounted(t.kubelet.deviceDir(data), { times: 1 }, call);
  },
);

requirement(
  'recovery/killed-in-mountdevice-keeps-data',
  'MUST',
  'not format a filesystem that was there before it was killed in mountdevice',
  {
    reference: 'what a killed call leaves half-made looks like what others have made',
    needs: ['command:mountdevice', 'image', 'root', 'loop', 'tool:mkfs.ext4', 'tool:blkid'],
  },
  async (t) => {
    const data = await t.volume({ filesystem: 'ext4', fsType: 'ext4' });
    const before = await uuidOf(t.node, data);
    await t.kubelet.bring(data, t.pod(), 'waitforattach');
    const call = await interruptedAndAgain(t, (kubelet) => kubelet.mountdevice(data));
    t.expect.equal(await uuidOf(t.node, data), before, 'the UUID of the filesystem', call);
  },
);

requirement(
  'recovery/killed-in-mount',
  'MUST',
  'mount when it is called again after it was killed in mount',
  { reference, needs: ['command:mount'] },
  async (t) => {
    const [data, web] = [await t.volume(), t.pod()];
    await t.kubelet.bring(data, t.pod());
    const call = await interruptedAndAgain(t, (kubelet) => kubelet.mount(data, web));
    t.expect.mounted(t.kubelet.dir(data, web), { times: 1 }, call);
  },
);

requirement(
  'recovery/killed-in-unmount',
  'MUST',
  'unmount when it is called again after it was killed in unmount',
  { reference, needs: ['command:unmount'] },
  async (t) => {
    const [data, web] = [await t.volume(), t.pod()];
    const { dir } = await t.kubelet.bring(data, web);
    const call = await interruptedAndAgain(t, (kubelet) => kubelet.unmount(data, web));
    t.expect.emptyOrGone(dir, call);
  },
);

requirement(
  'recovery/killed-in-unmountdevice',
  'MUST',
  'unmount the device when it is called again after it was killed in unmountdevice',
  { reference, needs: ['command:unmountdevice'] },
  async (t) => {
    const data = await t.volume();
    await t.kubelet.bring(data, t.pod(), 'mountdevice');
    const call = await interruptedAndAgain(t, (kubelet) => kubelet.unmountdevice(data));
    t.expect.emptyOrGone(t.kubelet.deviceDir(data), call);
  },
);

requirement(
  'recovery/killed-in-detach',
  'MUST',
  'detach when it is called again after it was killed in detach',
  { reference, needs: ['command:attach', 'command:detach'] },
  async (t) => {
    const { kubelet, driver, node, expect } = t;
    const data = await t.volume();
    const own = node.loopsOf(data.image ?? '').length;
    await kubelet.bring(data, t.pod(), 'attach');
    const call = await interruptedAndAgain(t, (one) => one.detach(data));
    const loops = node.loopsOf(data.image ?? '').map(({ device }) => device);
    expect.that(loops.length === own, `no loop device over ${data.image}`, loops.join(', '), call);
    if (!driver.supports('isattached')) return;
    const asked = await kubelet.isattached(data);
    expect.that(expect.answered(asked).attached !== true, '"attached" to be false', 'true', asked);
  },
);

requirement(
  'recovery/timed-out-in-waitforattach',
  'MUST',
  'wait for the device again after it was told to end in waitforattach',
  {
    reference: 'after ten minutes the kubelet sends SIGTERM, and calls waitforattach again with its next try',
    needs: ['command:waitforattach'],
  },
  async (t) => {
    const [data, web] = [await t.volume(), t.pod()];
    await t.kubelet.bring(data, web, 'attach');
    const told = (sigtermAfterMs: number) => ({ sigtermAfterMs });
    await interruptedAndAgain(t, (kubelet) => kubelet.waitforattach(data), told);
    await t.kubelet.bring(data, web);
  },
);
