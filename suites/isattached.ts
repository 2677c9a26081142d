import { requirement } from '../src/conformance/api.ts';

requirement(
  'isattached/is-true-after-attach',
  'MUST',
  'answer "attached": true when the volume is attached',
  {
    reference: 'the controller asks each minute, and attaches again what is not (recorded: isattached-false)',
    needs: ['command:attach', 'command:isattached'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'attach');
    const call = await kubelet.isattached(data);
    expect.equal(expect.success(call).attached, true, '"attached"', call);
  },
);

requirement(
  'isattached/is-false-after-detach',
  'MUST',
  'answer "attached": false when the volume is detached',
  {
    reference: 'the controller takes a volume for attached that is not, and the pod waits',
    needs: ['command:attach', 'command:isattached', 'command:detach'],
  },
  async ({ kubelet, volume, expect }) => {
    const data = await volume();
    expect.success(await kubelet.attach(data));
    expect.success(await kubelet.detach(data));
    const call = await kubelet.isattached(data);
    expect.equal(expect.success(call).attached, false, '"attached"', call);
  },
);

requirement(
  'isattached/changes-nothing',
  'MUST',
  'change nothing on the node',
  { reference: 'the controller asks each minute for every volume', needs: ['command:isattached'] },
  async ({ kubelet, volume, pod, node, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod());
    const before = node.snapshot();
    const call = await kubelet.isattached(data);
    expect.unchanged(before, call);
  },
);
