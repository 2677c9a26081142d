import { lstatSync, readlinkSync } from 'node:fs';
import { requirement } from '../../src/conformance/api.ts';
import { writableVolume } from '../support/volumes.ts';

requirement(
  'mount/mounts-there',
  'SHOULD',
  'mount something on the directory of the pod',
  {
    reference:
      'what is no mount looks not mounted: the kubelet calls mount again, and what is written may land on the disk of the node (kubernetes/kubernetes#109955)',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const { dir, calls } = await kubelet.bring(await volume(), pod());
    expect.that(node.mountsAt(dir).length > 0, `a mount on ${dir}`, whatIsThere(dir), calls.at(-1));

    function whatIsThere(path: string): string {
      if (lstatSync(path).isSymbolicLink()) {
        const target = readlinkSync(path);
        return `a symbolic link to ${target}, which the kubelet follows to see whether it is mounted, and removes in the end`;
      }
      const files = node.files(path);
      if (files.length === 0) return 'an empty directory of the disk of the node';
      return `files on the disk of the node: ${files.slice(0, 5).join(', ')}`;
    }
  },
);

requirement(
  'mount/is-writable',
  'MUST',
  'give the pod a volume that can be written and read',
  { reference: 'the volume was asked for read-write', needs: ['command:mount'] },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const { dir, calls } = await kubelet.bring(await writableVolume(t), pod());
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
  'mount/keeps-what-is-written-when-called-again',
  'MUST',
  'keep what the pod has written when mount is called again',
  {
    reference: 'a kubelet repeats mount after a restart, under a pod that runs',
    needs: ['command:mount'],
  },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [data, web] = [await writableVolume(t), pod()];
    const { dir } = await kubelet.bring(data, web);
    node.write(dir, 'written');
    await kubelet.mount(data, web);
    expect.holds(dir, 'written');
  },
);
