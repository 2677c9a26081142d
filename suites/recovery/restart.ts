import { requirement } from '../src/conformance/api.ts';

requirement(
  'recovery/restart-with-the-pod-there',
  'MUST',
  'keep serving a pod when the kubelet is restarted',
  {
    reference:
      'a restarted kubelet of 1.20 attaches again, then finds the rest mounted (recorded: restart-pod-stays)',
  },
  async ({ kubelet, volume, pod, node, expect, notApplicable }) => {
    const [data, web] = [await volume(), pod()];
    if (data.spec.readOnly) notApplicable('the volume template is read-only');
    const { dir } = await kubelet.bring(data, web);
    node.write(dir, 'kept');
    const before = node.mountsBelow(dir);
    kubelet.restart();
    await kubelet.bring(data, web);
    expect.equal(node.mountsBelow(dir), before, 'the mounts of the pod');
    expect.holds(dir, 'kept');
  },
);

requirement(
  'recovery/restart-with-the-pod-gone',
  'MUST',
  'let a volume go when the kubelet has lost the options of the user',
  {
    reference:
      'after a restart the kubelet knows driver and spec name of what no pod wants, and no more (recorded)',
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const { dir } = await kubelet.bring(data, web);
    kubelet.restart();
    const calls = await kubelet.take(data.forgotten, web);
    expect.notMounted(dir, calls.at(-1));
  },
);

requirement(
  'recovery/killed-in-mount',
  'MUST',
  'mount when it is called again after it was killed in mount',
  {
    reference: 'the out-of-memory killer and a stopping node take drivers in the middle',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod());
    for (const sigkillAfterMs of [1, 5, 20, 60]) {
      const web = pod();
      await kubelet.with({ sigkillAfterMs }).mount(data, web);
      const call = await kubelet.mount(data, web);
      expect.success(call);
      expect.mounted(kubelet.dir(data, web), { times: 1 }, call);
    }
  },
);
