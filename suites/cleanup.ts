import { requirement, type TestContext, type TestVolume } from '../src/conformance/api.ts';
import { callForEach, callWithOptions } from './support/every-command.ts';

/** Commands after which something is there. */
const COMING = ['attach', 'waitforattach', 'mountdevice', 'mount'];

/** A whole life, after which nothing may be left. What other requirements find left is told here as well. */
async function live({ kubelet, volume, pod }: TestContext): Promise<TestVolume> {
  const data = await volume();
  await kubelet.bring(data, pod());
  await kubelet.bring(data, pod());
  await kubelet.takeAll();
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
    const left = t.node
      .processes()
      .map(({ pid, argv, state }) =>
        state === 'Z' ? `a zombie (process ${pid})` : `${argv.join(' ')} (process ${pid})`,
      );
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

requirement(
  'cleanup/failures-leave-nothing',
  'MUST',
  'leave no mount, loop device, process or file behind when a call fails',
  { reference: 'the kubelet never unmounts or detaches what failed to come: kubernetes/kubernetes#49383' },
  async (t) => {
    const data = await t.volume();
    const keys = Object.keys(data.spec.options);
    const wrong = Object.fromEntries(keys.map((key) => [key, '/flexcert/no such thing']));
    const before = t.node.snapshot();
    const calls = await callWithOptions(t, '{', data);
    for (const options of [wrong, {}])
      for await (const call of callForEach(t, data.with({ options }))) calls.push(call);
    const succeeded = calls.find(
      ({ command, conclusion }) => COMING.includes(command) && conclusion.outcome === 'success',
    );
    if (succeeded !== undefined)
      t.notApplicable(`${succeeded.command} does not fail, whatever its options are`);
    t.expect.unchanged(before, calls.at(-1));
  },
);

requirement(
  'cleanup/leaves-nothing-beside-its-directories',
  'MUST',
  "leave nothing in the kubelet's directories beside those that it was given",
  {
    reference:
      'the directory of a pod goes with its last volume, and not while anything else lies there: kubernetes/kubernetes#60987',
  },
  async (t) => {
    const { kubelet, node, expect } = t;
    const [data, web] = [await t.volume(), t.pod()];
    const { dir } = await kubelet.bring(data, web);
    await kubelet.take(data, web);
    const root = dir.replace(/\/pods\/.*/, '');
    const given = [dir, kubelet.deviceDir(data)].map((path) => `${path}/`);
    const left = node
      .files(root)
      .filter((name) => !given.some((path) => path.startsWith(`${root}/${name}/`)));
    expect.that(left.length === 0, `nothing below ${root} but what the kubelet made`, left.join(', '));
  },
);

requirement(
  'cleanup/forgets-what-is-gone',
  'SHOULD',
  'keep no state of volumes that are gone',
  {
    reference: 'state that only grows fills /run or /var, and slows whoever reads all of it',
    needs: ['fresh-volumes', 'isolation'],
  },
  async (t) => {
    const comeAndGo = async () => {
      const [data, web] = [await t.volume(), t.pod()];
      await t.kubelet.bring(data, web);
      await t.kubelet.take(data, web);
      return t.node.written().filter((path) => !path.includes('/pods/'));
    };
    const first = await comeAndGo();
    await comeAndGo();
    const more = (await comeAndGo()).filter((path) => !first.includes(path));
    t.expect.that(
      more.length < 2,
      'as many files after the third volume as after the first',
      `${more.join(', ')} more`,
    );
  },
);
