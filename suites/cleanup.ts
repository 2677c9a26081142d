import { requirement, type TestContext, type TestVolume } from '../src/conformance/api.ts';

/** A whole life, after which nothing may be left. What other requirements find left is told here as well. */
async function live({ kubelet, volume, pod }: TestContext): Promise<TestVolume> {
  const [data, one, two] = [await volume(), pod(), pod()];
  await kubelet.bring(data, one);
  await kubelet.bring(data, two);
  await kubelet.take(data, one);
  await kubelet.take(data, two);
  return data;
}

requirement(
  'cleanup/leaves-no-mount',
  'MUST',
  'leave no mount behind when the volume is gone',
  { reference: 'a mount that stays keeps the pod, the device and the node from going' },
  async (t) => {
    const before = t.node.mounts();
    await live(t);
    const left = t.node
      .mounts()
      .slice(before.length)
      .map(({ mountPoint, fsType }) => `${fsType} on ${mountPoint}`);
    t.expect.that(left.length === 0, 'no mount more than before', left.join('; '));
  },
);

requirement(
  'cleanup/leaves-no-loop-device',
  'MUST',
  'leave no loop device behind when the volume is gone',
  { reference: 'a device that stays holds the data of its volume open, and a node has few', needs: ['root'] },
  async (t) => {
    const before = t.node.loops().map(({ device }) => device);
    const own = (await live(t)).device;
    const left = t.node.loops().filter(({ device }) => device !== own && !before.includes(device));
    const names = left.map(({ device, image }) => `${device} over ${image}`);
    t.expect.that(left.length === 0, 'no loop device more than before', names.join('; '));
  },
);

requirement(
  'cleanup/leaves-no-process',
  'MUST',
  'leave no process behind when the volume is gone',
  { reference: 'a process that stays outlives its pod and keeps what it has open' },
  async (t) => {
    await live(t);
    const left = t.node.processes().map(({ pid, argv }) => `${argv.join(' ')} (process ${pid})`);
    t.expect.that(left.length === 0, 'no process', left.join('; '));
  },
);

requirement(
  'cleanup/leaves-no-file',
  'SHOULD',
  'leave no file behind outside its state directories when the volume is gone',
  {
    reference: 'files that stay fill the node; what is meant to stay is told in stateDirs',
    needs: ['isolation'],
  },
  async (t) => {
    const before = t.node.snapshot().files;
    await live(t);
    const left = t.node.snapshot().files.filter((file) => !before.includes(file));
    t.expect.that(left.length === 0, 'no file more than before', left.join('; '));
  },
);
