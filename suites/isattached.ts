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

requirement(
  'isattached/is-true-while-mounted',
  'MUST',
  'answer "attached": true while the volume is mounted',
  {
    reference: 'the controller attaches again what is not attached, under the pods that use it',
    needs: ['command:attach', 'command:isattached'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod());
    const call = await kubelet.isattached(data);
    expect.equal(expect.success(call).attached, true, '"attached"', call);
  },
);

requirement(
  'isattached/tells-volumes-apart',
  'MUST',
  'not take a volume for attached because one is whose name begins alike',
  {
    reference: 'drivers that search with grep take vol-21 for vol-2 (rexray/rexray#1287), and the pod waits',
    needs: ['command:attach', 'command:isattached', 'fresh-volumes'],
  },
  async ({ kubelet, volume, expect }) => {
    const [short, long] = [await volume({ name: 'vol-2' }), await volume({ name: 'vol-21' })];
    expect.success(await kubelet.attach(long));
    const call = await kubelet.isattached(short);
    expect.that(expect.answered(call).attached !== true, '"attached" of vol-2 to be false', 'true', call);
  },
);

requirement(
  'isattached/is-false-after-a-reboot',
  'MUST',
  'not answer "attached": true once the node has started again and its device is gone',
  {
    reference: 'the controller attaches again only what it is told is not attached: the pod waits',
    needs: ['command:attach', 'command:isattached', 'image', 'root', 'loop', 'isolation'],
  },
  async ({ kubelet, volume, node, expect, notApplicable }) => {
    const data = await volume();
    const { device } = expect.success(await kubelet.attach(data));
    const own = node.loopsOf(data.image as string).some((loop) => loop.device === device);
    if (!own || device === data.device) notApplicable('the driver makes no loop device');
    await node.reboot();
    const call = await kubelet.isattached(data);
    expect.that(expect.answered(call).attached !== true, '"attached" to be false', 'true', call);
  },
);
