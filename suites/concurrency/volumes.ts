import { requirement } from '../src/conformance/api.ts';

requirement(
  'concurrency/volumes-side-by-side',
  'MUST',
  'bring and take four volumes at once',
  {
    reference: 'the kubelet runs operations of different volumes side by side',
    needs: ['fresh-volumes'],
    timeoutMs: 300_000,
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const lives = await Promise.all(
      Array.from({ length: 4 }, async () => ({ data: await volume(), web: pod() })),
    );
    const brought = await Promise.all(lives.map(({ data, web }) => kubelet.bring(data, web)));
    for (const [index, { dir }] of brought.entries()) {
      if (lives[index]?.data.spec.readOnly === false) node.write(dir, `volume ${index}`);
    }
    for (const [index, { dir }] of brought.entries()) {
      if (lives[index]?.data.spec.readOnly === false) expect.holds(dir, `volume ${index}`);
    }
    await Promise.all(lives.map(({ data, web }) => kubelet.take(data, web)));
  },
);

requirement(
  'concurrency/init-beside-a-mount',
  'MUST',
  'answer init while a volume comes and goes',
  { reference: 'an event in the plugin directory probes every driver at any time' },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const life = kubelet.bring(data, web).then(() => kubelet.takeAll());
    const inits = await Promise.all(Array.from({ length: 4 }, () => kubelet.init()));
    await life;
    for (const call of inits) expect.success(call);
  },
);
