import { type Call, requirement } from '../../src/conformance/api.ts';

const reference = 'the kubelet runs operations of different volumes side by side';

requirement(
  'concurrency/sixteen-volumes-side-by-side',
  'MUST',
  'bring sixteen volumes at once, each with its own data, and take them away at once',
  { reference, needs: ['fresh-volumes'], timeoutMs: 300_000 },
  async ({ kubelet, volume, pod, node, expect }) => {
    const pods = Array.from({ length: 4 }, () => pod());
    const lives = await Promise.all(
      Array.from({ length: 16 }, async (_, index) => ({
        data: await volume(),
        web: pods[index % pods.length] ?? pod(),
        text: `volume ${index}`,
      })),
    );
    const brought = await Promise.all(
      lives.map(async (life) => ({ ...life, ...(await kubelet.bring(life.data, life.web)) })),
    );
    const writable = brought.filter(({ data }) => !data.spec.readOnly);
    for (const { dir, text } of writable) node.write(dir, text);
    for (const { dir, text } of writable) expect.holds(dir, text);
    await Promise.all(lives.map(({ data, web }) => kubelet.take(data, web)));
  },
);

requirement(
  'concurrency/one-comes-while-one-goes',
  'MUST',
  'bring one volume while another one goes',
  { reference, needs: ['fresh-volumes'] },
  async ({ kubelet, volume, pod }) => {
    const [goes, comes, first, second] = [await volume(), await volume(), pod(), pod()];
    await kubelet.bring(goes, first);
    await Promise.all([kubelet.take(goes, first), kubelet.bring(comes, second)]);
    await kubelet.take(comes, second);
  },
);

requirement(
  'concurrency/init-beside-a-mount',
  'MUST',
  'answer init while a volume comes and goes',
  { reference: 'an event in the plugin directory probes every driver at any time' },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const inits: Promise<Call>[] = [];
    // One beside each call.
    const beside = kubelet.with({ onStart: () => void inits.push(kubelet.init()) });
    await beside.bring(data, web);
    await beside.take(data, web);
    for (const call of await Promise.all(inits)) expect.success(call);
  },
);
