import { requirement } from '../src/conformance/api.ts';
import { isBlockDevice } from './support/devices.ts';

requirement(
  'detach/goes-by-the-spec-name',
  'MUST',
  'detach the volume when it is given its spec name, which is not a device',
  {
    reference:
      'the public document says device; kubelets of 1.6 and later give the name (kubernetes/kubernetes#51407)',
    needs: ['command:attach', 'command:detach'],
  },
  async ({ kubelet, volume, node, expect }) => {
    const data = await volume();
    const { device } = expect.success(await kubelet.attach(data));
    const call = await kubelet.detach(data);
    expect.success(call);
    const still = node.loops().find((loop) => loop.device === device && loop.device !== data.device);
    expect.that(still === undefined, `${device} to be free`, `${device} over ${still?.image}`, call);
  },
);

requirement(
  'detach/is-idempotent',
  'MUST',
  'answer Success when the volume is detached already',
  {
    reference: 'a failure is tried again for ever, and the volume cannot go to another node',
    needs: ['command:attach', 'command:detach'],
  },
  async ({ kubelet, volume, expect }) => {
    const data = await volume();
    expect.success(await kubelet.attach(data));
    expect.success(await kubelet.detach(data));
    expect.success(await kubelet.detach(data));
  },
);

requirement(
  'detach/of-an-unknown-volume-succeeds',
  'SHOULD',
  'answer Success for a volume that it has never seen',
  {
    reference: 'what is not attached is detached; the controller asks again for ever otherwise',
    needs: ['command:detach'],
  },
  async ({ kubelet, volume, expect }) => {
    expect.success(await kubelet.detach(await volume()));
  },
);

requirement(
  'detach/leaves-other-volumes',
  'MUST',
  'leave volumes attached whose name begins alike',
  {
    reference: 'drivers that search with grep take vol-21 for vol-2 (rexray/rexray#1287)',
    needs: ['command:attach', 'command:detach', 'command:isattached', 'fresh-volumes'],
  },
  async ({ kubelet, volume, expect }) => {
    const [short, long] = [await volume({ name: 'vol-2' }), await volume({ name: 'vol-21' })];
    expect.success(await kubelet.attach(short));
    expect.success(await kubelet.attach(long));
    expect.success(await kubelet.detach(short));
    const call = await kubelet.isattached(long);
    expect.equal(expect.success(call).attached, true, '"attached" of vol-21', call);
  },
);

requirement(
  'detach/succeeds-after-a-reboot',
  'MUST',
  'answer Success for a volume that was attached when the node went down',
  {
    reference: 'the volume cannot go to another node before; a failure is tried again for ever',
    needs: ['command:attach', 'command:detach', 'isolation'],
  },
  async ({ kubelet, volume, node, expect }) => {
    const data = await volume();
    expect.success(await kubelet.attach(data));
    await node.reboot();
    expect.success(await kubelet.detach(data));
  },
);

requirement(
  'detach/answers-for-another-node',
  'SHOULD',
  'answer Success for a node that the volume is not attached to',
  {
    reference: 'the controller names the node, and is on another one itself (kubernetes/kubernetes#61927)',
    needs: ['command:attach', 'command:detach'],
  },
  async ({ kubelet, volume, expect }) => {
    const data = await volume();
    expect.success(await kubelet.attach(data));
    expect.success(await kubelet.detach(data, { node: 'node-2' }));
  },
);

requirement(
  'detach/refuses-what-is-mounted',
  'SHOULD',
  'answer a failure while its device is still mounted',
  {
    reference: 'the volume is attached to another node next, and both write to it',
    needs: ['command:attach', 'command:detach', 'image', 'root', 'loop'],
  },
  async ({ kubelet, volume, pod, node, expect, notApplicable }) => {
    const data = await volume();
    const { dir, device } = await kubelet.bring(data, pod());
    if (!isBlockDevice(device)) notApplicable('the driver names no block device');
    const call = await kubelet.detach(data);
    expect.answered(call);
    if (call.conclusion.outcome === 'success') {
      const still = [dir, kubelet.deviceDir(data)].filter((one) => node.mountsAt(one).length > 0);
      expect.that(still.length === 0, 'nothing to be mounted any more', still.join(', '), call);
    }
  },
);
