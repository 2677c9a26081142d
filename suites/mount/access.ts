import { requirement } from '../../src/conformance/api.ts';
import { lastingVolume, writableVolume } from '../support/volumes.ts';

requirement(
  'mount/honours-read-only',
  'MUST',
  'refuse writes when the volume is read-only',
  {
    reference: 'kubernetes.io/readwrite is "ro": data that must not change would',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    // A blank image has nothing on it that could be mounted read-only.
    const data = await volume({ filesystem: 'ext4', readOnly: true });
    const { dir, calls } = await kubelet.bring(data.image === undefined ? data : data.with(EXT4), pod());
    expect.readOnly(dir, calls.at(-1));
  },
);

requirement(
  'mount/shows-what-was-written-read-only',
  'MUST',
  'show a read-only pod what an earlier pod has written',
  { reference: 'one pod fills a volume, many read it', needs: ['command:mount'] },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [data, writer, reader] = [await lastingVolume(t), t.pod(), pod()];
    const { dir } = await kubelet.bring(data, writer);
    node.write(dir, 'written');
    await kubelet.take(data, writer);
    const second = await kubelet.bring(data.with({ readOnly: true }), reader);
    expect.holds(second.dir, 'written');
  },
);

requirement(
  'mount/honours-read-only-of-a-second-pod',
  'MUST',
  'refuse the writes of a read-only pod while another pod may write to the volume',
  {
    reference:
      'kubernetes.io/readwrite is the claim reference of each pod; the device is mounted once for all',
    needs: ['command:mount'],
  },
  async (t) => {
    const { kubelet, pod, expect } = t;
    const data = await writableVolume(t);
    await kubelet.bring(data, pod());
    const { dir, calls } = await kubelet.bring(data.with({ readOnly: true }), pod());
    expect.readOnly(dir, calls.at(-1));
  },
);

requirement(
  'mount/stays-writable-beside-a-read-only-pod',
  'MUST',
  'leave the volume writable for the pod that has it when a read-only pod comes',
  {
    reference: 'mount -o remount,ro of the filesystem, in place of the one mount, stops the pod that writes',
    needs: ['command:mount'],
  },
  async (t) => {
    const { kubelet, pod, expect } = t;
    const data = await writableVolume(t);
    const { dir } = await kubelet.bring(data, pod());
    const { calls } = await kubelet.bring(data.with({ readOnly: true }), pod());
    expect.writable(dir, calls.at(-1));
  },
);

requirement(
  'mount/is-writable-after-a-read-only-pod',
  'SHOULD',
  'give a writable volume to a pod that comes while a read-only pod has it',
  {
    reference:
      'the kubelet calls mountdevice for the first pod alone: what was mounted read-only then stays so',
    needs: ['command:mount'],
  },
  async (t) => {
    const { kubelet, pod, expect } = t;
    const data = await writableVolume(t, { filesystem: 'ext4' });
    const writable = data.image === undefined ? data : data.with(EXT4);
    await kubelet.bring(writable.with({ readOnly: true }), pod());
    const { dir, calls } = await kubelet.bring(writable, pod());
    expect.writable(dir, calls.at(-1));
  },
);

const EXT4 = { fsType: 'ext4' };
