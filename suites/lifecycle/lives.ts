import { requirement } from '../src/conformance/api.ts';

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
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    for (const firstGoesFirst of [true, false]) {
      const [one, two] = [pod(), pod()];
      await kubelet.bring(data, one);
      await kubelet.bring(data, two);
      const [goes, stays] = firstGoesFirst ? [one, two] : [two, one];
      await kubelet.take(data, goes);
      expect.notMounted(kubelet.dir(data, goes));
      await kubelet.take(data, stays);
    }
  },
);
