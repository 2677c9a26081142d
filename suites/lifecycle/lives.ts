import { requirement } from '../../src/conformance/api.ts';
import { lastingVolume } from '../support/volumes.ts';

requirement(
  'lifecycle/comes-and-goes',
  'MUST',
  'bring a volume to a pod and take it away again',
  { reference: 'what every pod with such a volume does' },
  async ({ kubelet, volume, pod, expect, node }) => {
    const [data, web] = [await volume(), pod()];
    const { dir } = await kubelet.bring(data, web);
    expect.that(
      node.mountsAt(dir).length > 0 || node.files(dir).length > 0,
      `a volume in ${dir}`,
      'an empty directory',
    );
    const calls = await kubelet.take(data, web);
    expect.notMounted(dir, calls.at(-1));
  },
);

requirement(
  'lifecycle/comes-and-goes-ten-times',
  'MUST',
  'do so ten times over with the same volume',
  { reference: 'what one life leaves behind stops a later one', timeoutMs: 300_000 },
  async ({ kubelet, volume, pod }) => {
    const data = await volume();
    for (let life = 0; life < 10; life++) {
      const web = pod();
      await kubelet.bring(data, web);
      await kubelet.take(data, web);
    }
  },
);

requirement(
  'lifecycle/two-pods-in-any-order',
  'MUST',
  'serve a second pod whichever of the two goes first',
  { reference: 'pods of one volume come and go in any order' },
  async ({ kubelet, volume, pod, node, expect }) => {
    const data = await volume();
    for (const firstGoesFirst of [true, false]) {
      const [one, two] = [pod(), pod()];
      await kubelet.bring(data, one);
      await kubelet.bring(data, two);
      const [goes, stays] = firstGoesFirst ? [one, two] : [two, one];
      const before = node.mountsBelow(kubelet.dir(data, stays));
      const calls = await kubelet.take(data, goes);
      expect.notMounted(kubelet.dir(data, goes));
      const after = node.mountsBelow(kubelet.dir(data, stays));
      expect.equal(after, before, 'the mounts of the pod that stays', calls.at(-1));
      await kubelet.take(data, stays);
    }
  },
);

requirement(
  'lifecycle/comes-back-before-its-device-goes',
  'MUST',
  'serve a pod that comes when the last one has gone and the device is still mounted',
  {
    reference:
      'unmountdevice waits its turn, or for its next try: a pod that comes meanwhile gets waitforattach and mount alone',
    needs: ['attach'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, first, second] = [await volume(), pod(), pod()];
    const { dir } = await kubelet.bring(data, first);
    const mounts = node.mountsBelow(dir).length;
    await kubelet.take(data, first, 'unmount');
    const again = await kubelet.bring(data, second);
    expect.equal(node.mountsBelow(again.dir).length, mounts, `mounts on ${again.dir}`, again.calls.at(-1));
  },
);

requirement(
  'lifecycle/comes-back-before-it-is-detached',
  'MUST',
  'serve a pod that comes when the device is unmounted and not yet detached',
  {
    reference: 'detach waits its turn, or for its next try: a pod that comes meanwhile gets no attach',
    needs: ['attach'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, first, second] = [await volume(), pod(), pod()];
    const { dir } = await kubelet.bring(data, first);
    const mounts = node.mountsBelow(dir).length;
    await kubelet.take(data, first, 'unmountdevice');
    const again = await kubelet.bring(data, second);
    expect.equal(node.mountsBelow(again.dir).length, mounts, `mounts on ${again.dir}`, again.calls.at(-1));
  },
);

requirement(
  'lifecycle/lives-read-only',
  'MUST',
  'bring a volume and take it away again when all is read-only from attach to detach',
  {
    reference: 'kubernetes.io/readwrite is ro on every call then, and nothing can be written on the way out',
  },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [data, writer, reader] = [await lastingVolume(t), pod(), pod()];
    node.write((await kubelet.bring(data, writer)).dir, 'to be read');
    await kubelet.take(data, writer);
    const told = data.with({ readOnly: true });
    expect.holds((await kubelet.bring(told, reader)).dir, 'to be read');
    await kubelet.take(told, reader);
  },
);

requirement(
  'lifecycle/takes-a-new-volume-under-an-old-name',
  'MUST',
  'bring another volume when its name is one that was there before',
  {
    reference: 'inline volumes are called alike in every pod of a deployment, and claims are made anew',
    needs: ['fresh-volumes'],
  },
  async (t) => {
    const { kubelet, volume, pod, node, expect } = t;
    const [old, first, second] = [await lastingVolume(t), pod(), pod()];
    node.write((await kubelet.bring(old, first)).dir, 'of the old one');
    await kubelet.take(old, first);
    const { dir, calls } = await kubelet.bring((await volume()).with({ name: old.name }), second);
    expect.that(node.read(dir) === undefined, 'an empty volume', 'what is on the old one', calls.at(-1));
  },
);
