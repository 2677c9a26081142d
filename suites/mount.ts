import { requirement } from '../src/conformance/api.ts';

requirement(
  'mount/mounts-there',
  'SHOULD',
  'mount something on the directory of the pod',
  {
    reference:
      'a symlink or plain files look not mounted: the kubelet mounts again, and what is written lands on the node',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const { dir, calls } = await kubelet.bring(await volume(), pod());
    expect.that(node.mountsAt(dir).length > 0, `a mount on ${dir}`, 'none', calls.at(-1));
  },
);

requirement(
  'mount/is-writable',
  'MUST',
  'give the pod a volume that can be written and read',
  { reference: 'the volume was asked for read-write', needs: ['command:mount'] },
  async ({ kubelet, volume, pod, node, expect, notApplicable }) => {
    const data = await volume();
    if (data.spec.readOnly) notApplicable('the volume template is read-only');
    const { dir, calls } = await kubelet.bring(data, pod());
    expect.writable(dir, calls.at(-1));
    node.write(dir, 'written');
    expect.holds(dir, 'written');
  },
);

requirement(
  'mount/is-idempotent',
  'MUST',
  'answer Success, without a second mount, when the volume is mounted there already',
  {
    reference:
      'a kubelet repeats mount after a restart and after a lost answer; the lower mount would stay for ever',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, web] = [await volume(), pod()];
    const { dir } = await kubelet.bring(data, web);
    const before = node.mountsAt(dir).length;
    const call = await kubelet.mount(data, web);
    expect.success(call);
    expect.equal(node.mountsAt(dir).length, before, `the number of mounts on ${dir}`, call);
  },
);

requirement(
  'mount/honours-read-only',
  'MUST',
  'refuse writes when the volume is read-only',
  {
    reference: 'kubernetes.io/readwrite is "ro": data that must not change would',
    needs: ['command:mount', 'image', 'tool:mkfs.ext4'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume({ filesystem: 'ext4', fsType: 'ext4', readOnly: true });
    const { dir, calls } = await kubelet.bring(data, pod());
    expect.readOnly(dir, calls.at(-1));
  },
);

requirement(
  'mount/shares-data-between-pods',
  'MUST',
  'show a second pod what the first has written',
  { reference: 'pods of one volume see one volume', needs: ['command:mount', 'attach'] },
  async ({ kubelet, volume, pod, node, expect }) => {
    const data = await volume();
    const first = await kubelet.bring(data, pod());
    node.write(first.dir, 'shared');
    const second = await kubelet.bring(data, pod());
    expect.holds(second.dir, 'shared');
  },
);

requirement(
  'mount/leaves-nothing-when-it-fails',
  'MUST',
  'leave no mount and no file behind when it answers a failure',
  {
    reference:
      'the kubelet never calls unmount after a failed mount: the directory stays, orphaned (kubernetes/kubernetes#49383)',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const [command, dir] = kubelet.argv('mount', data, web) as [string, string];
    const call = await kubelet.call(command, dir, 'no options');
    expect.failure(call);
    expect.emptyOrGone(dir, call);
  },
);
