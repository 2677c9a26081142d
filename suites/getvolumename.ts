import { requirement } from '../src/conformance/api.ts';

requirement(
  'getvolumename/does-not-fail',
  'MUST',
  'answer Success or Not supported',
  {
    reference: 'the name is ignored since 1.6.5, a failure is not: the volume never comes',
    needs: ['attach'],
  },
  async ({ kubelet, volume, expect }) => {
    expect.accepted(await kubelet.getvolumename(await volume()));
  },
);

requirement(
  'getvolumename/needs-no-options',
  'MUST',
  'answer Success or Not supported when the options of the user are missing',
  {
    reference:
      'after a restart the kubelet knows driver and name of a volume that no pod wants, and asks before it unmounts',
    needs: ['attach'],
  },
  async ({ kubelet, volume, expect }) => {
    expect.accepted(await kubelet.getvolumename((await volume()).forgotten));
  },
);

requirement(
  'getvolumename/is-stable',
  'SHOULD',
  'answer the same name each time',
  { reference: 'kubelets of 1.6.0 to 1.6.4 make paths of it', needs: ['command:getvolumename'] },
  async ({ kubelet, volume, expect }) => {
    const data = await volume();
    const { volumeName } = expect.success(await kubelet.getvolumename(data));
    const again = await kubelet.getvolumename(data);
    expect.equal(expect.success(again).volumeName, volumeName, 'the name', again);
  },
);

requirement(
  'getvolumename/tells-volumes-apart',
  'SHOULD',
  'answer different names for different volumes',
  {
    reference: 'kubelets of 1.6.0 to 1.6.4 take two volumes of one name for one volume',
    needs: ['command:getvolumename', 'fresh-volumes'],
  },
  async ({ kubelet, volume, expect }) => {
    const first = expect.success(await kubelet.getvolumename(await volume()));
    const call = await kubelet.getvolumename(await volume());
    const { volumeName } = expect.success(call);
    expect.that(volumeName !== first.volumeName, `another name than ${first.volumeName}`, volumeName, call);
  },
);

requirement(
  'getvolumename/changes-nothing',
  'SHOULD',
  'change nothing on the node',
  { reference: 'a kubelet calls it at every tick while a detach waits', needs: ['command:getvolumename'] },
  async ({ kubelet, volume, node, expect }) => {
    const data = await volume();
    const before = node.snapshot();
    const call = await kubelet.getvolumename(data);
    expect.unchanged(before, call);
  },
);
