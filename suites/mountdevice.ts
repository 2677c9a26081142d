import { requirement } from '../src/conformance/api.ts';

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
  'mountdevice/never-formats-again',
  'MUST',
  'keep the data of a volume that is detached and comes again',
  {
    reference: 'a driver that formats what is formatted loses the data of its users',
    needs: ['command:mountdevice', 'fresh-volumes'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, first, second] = [await volume(), pod(), pod()];
    const { dir } = await kubelet.bring(data, first);
    node.write(dir, 'kept');
    await kubelet.takeAll();
    await kubelet.bring(data, second);
    expect.holds(kubelet.dir(data, second), 'kept');
  },
);

requirement(
  'mountdevice/keeps-an-existing-filesystem',
  'MUST',
  'keep what is on a device that comes with a filesystem',
  {
    reference:
      'volumes are restored, cloned and moved between clusters; the kubelet itself formats only what is blank',
    needs: ['command:mountdevice', 'image', 'root', 'loop', 'tool:mkfs.ext4', 'tool:blkid'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const data = await volume({ filesystem: 'ext4', fsType: 'ext4' });
    const uuid = async () =>
      (await node.run('blkid', '-p', '-s', 'UUID', '-o', 'value', data.image as string)).stdout.trim();
    const before = await uuid();
    const { calls } = await kubelet.bring(data, pod(), 'mountdevice');
    expect.equal(await uuid(), before, 'the UUID of the filesystem', calls.at(-1));
  },
);

requirement(
  'mountdevice/leaves-no-mount-when-it-fails',
  'MUST',
  'leave no mount behind when it answers a failure',
  {
    reference:
      'the kubelet never cleans up after a failed mountdevice, and then detaches a device that is in use',
    needs: ['command:mountdevice'],
  },
  async ({ kubelet, volume, pod, expect, notApplicable }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'waitforattach');
    const call = await kubelet.mountdevice(data, { device: '/dev/null' });
    expect.answered(call);
    if (call.conclusion.outcome !== 'failure') notApplicable('the driver takes no notice of the device');
    expect.notMounted(kubelet.deviceDir(data), call);
  },
);

requirement(
  'mountdevice/honours-the-filesystem-type',
  'SHOULD',
  'format a blank device with the fsType of the volume',
  {
    reference: 'fsType is the choice of the user, told in every manifest',
    needs: ['command:mountdevice', 'image', 'root', 'loop', 'tool:mkfs.ext4'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume({ filesystem: 'none', fsType: 'ext4' });
    const { calls } = await kubelet.bring(data, pod(), 'mountdevice');
    expect.mounted(kubelet.deviceDir(data), { fsType: 'ext4' }, calls.at(-1));
  },
);
