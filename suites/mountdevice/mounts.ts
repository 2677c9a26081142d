import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { requirement } from '../../src/conformance/api.ts';

requirement(
  'mountdevice/mounts-there',
  'MUST',
  'mount the volume on the directory that it is given',
  {
    reference: 'the kubelet takes Success for it, and pods write to the disk of the node',
    needs: ['command:mountdevice'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'waitforattach');
    const call = await kubelet.mountdevice(data);
    expect.success(call);
    expect.mounted(kubelet.deviceDir(data), {}, call);
  },
);

requirement(
  'mountdevice/is-idempotent',
  'MUST',
  'answer Success, without a second mount, when the volume is mounted there already',
  {
    reference: 'after a lost answer it is called again; the lower mount then stays for ever',
    needs: ['command:mountdevice'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'mountdevice');
    const call = await kubelet.mountdevice(data);
    expect.success(call);
    expect.mounted(kubelet.deviceDir(data), { times: 1 }, call);
  },
);

requirement(
  'mountdevice/makes-no-other-mount',
  'MUST',
  'mount the volume nowhere else as well',
  {
    reference: 'the kubelet then never calls unmountdevice: "still mounted by other references"',
    needs: ['command:mountdevice'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'waitforattach');
    const before = node.mounts().map(({ mountPoint }) => mountPoint);
    const call = await kubelet.mountdevice(data);
    expect.success(call);
    const dir = kubelet.deviceDir(data);
    const { device, root } = expect.mounted(dir, {}, call);
    const others = node
      .mounts()
      .filter((mount) => mount.device === device && mount.root === root && !mount.mountPoint.includes(dir))
      .filter(({ mountPoint }) => !before.includes(mountPoint));
    const where = others.map(({ mountPoint }) => mountPoint).join(', ');
    expect.that(others.length === 0, `no other mount than ${dir}`, where, call);
  },
);

requirement(
  'mountdevice/is-seen-as-a-mount',
  'MUST',
  'mount another filesystem than that of the kubelet: older ones compare device numbers',
  {
    reference: 'a bind mount from the same filesystem never gets its unmountdevice (recorded)',
    needs: ['command:mountdevice', 'kubelet<1.30'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'waitforattach');
    const call = await kubelet.mountdevice(data);
    expect.success(call);
    const dir = kubelet.deviceDir(data);
    const [own, parent] = [statSync(dir).dev, statSync(dirname(dir)).dev];
    expect.that(own !== parent, `another device number on ${dir} than above it`, `${own}, as above it`, call);
  },
);

requirement(
  'mountdevice/makes-its-directory',
  'MAY',
  'make the directory when it is not there',
  { reference: 'every kubelet makes it; by hand it is forgotten', needs: ['command:mountdevice'] },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'waitforattach');
    const call = await kubelet.mountdevice(data, { make: false });
    expect.success(call);
    expect.mounted(kubelet.deviceDir(data), {}, call);
  },
);
