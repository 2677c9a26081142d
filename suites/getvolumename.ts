import { requirement } from '../src/conformance/api.ts';

const IGNORED = 'since 1.6.5 the kubelet uses its own name for the volume: kubernetes/kubernetes#44737';

requirement(
  'getvolumename/does-not-fail',
  'MUST',
  'answer getvolumename with Success or Not supported at every moment of the life of a volume',
  {
    reference:
      'the kubelet asks before attach, mountdevice, unmountdevice and detach, and goes no further after a failure',
    needs: ['attach', 'command:getvolumename'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    expect.accepted(await kubelet.getvolumename(data));
    await kubelet.bring(data, web, 'attach');
    expect.accepted(await kubelet.getvolumename(data));
    await kubelet.bring(data, web);
    expect.accepted(await kubelet.getvolumename(data));
    await kubelet.take(data, web);
    expect.accepted(await kubelet.getvolumename(data));
  },
);

requirement(
  'getvolumename/needs-no-options',
  'MUST',
  'answer getvolumename with Success or Not supported without the options of the user',
  {
    reference:
      'a restarted kubelet that finds a volume of a pod that is gone has lost them, and asks before unmountdevice',
    needs: ['kubelet>=1.6.5', 'attach', 'command:getvolumename'],
  },
  async ({ kubelet, volume, expect }) => {
    const data = await volume();
    expect.accepted(await kubelet.getvolumename(data.forgotten));
  },
);

requirement(
  'getvolumename/changes-nothing',
  'MUST',
  'change nothing at getvolumename',
  {
    reference:
      'the kubelet asks again at every tick of 100 ms while a detach waits, and for volumes that are never mounted',
    needs: ['attach', 'command:getvolumename'],
  },
  async ({ kubelet, node, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const ask = async () => {
      const before = node.snapshot();
      const call = await kubelet.getvolumename(data);
      expect.answered(call);
      expect.unchanged(before, call);
    };
    await ask();
    for (const stage of ['attach', 'mountdevice', 'mount'] as const) {
      await kubelet.bring(data, web, stage);
      await ask();
    }
  },
);

requirement(
  'getvolumename/is-quick',
  'SHOULD',
  'answer getvolumename within a second',
  {
    reference: 'the kubelet asks before every step, and at every tick of 100 ms while a detach waits',
    needs: ['attach', 'command:getvolumename'],
  },
  async ({ kubelet, volume, expect }) => {
    const data = await volume();
    const calls = [await kubelet.getvolumename(data), await kubelet.getvolumename(data)];
    expect.within(
      calls.reduce((a, b) => (a.durationMs < b.durationMs ? a : b)),
      1000,
    );
  },
);

requirement(
  'getvolumename/is-unique-where-it-counts',
  'MUST',
  'name each volume the same each time, no two alike and none with an empty name',
  {
    reference:
      'from 1.6.0 to 1.6.4 the answer is the last part of the device mount path and what detach is given',
    needs: ['attach', 'command:getvolumename', 'fresh-volumes', 'kubelet<1.6.5'],
  },
  async ({ kubelet, volume, expect }) => {
    const [data, logs] = [await volume(), await volume()];
    const name = expect.success(await kubelet.getvolumename(data)).volumeName;
    expect.that(name !== '', 'a name for the volume', 'an empty one');
    const again = await kubelet.getvolumename(data);
    expect.equal(expect.success(again).volumeName, name, 'the name at the second time', again);
    const other = await kubelet.getvolumename(logs);
    expect.that(expect.success(other).volumeName !== name, 'another name for another volume', name, other);
  },
);

requirement(
  'getvolumename/is-stable',
  'MAY',
  'name a volume the same each time',
  { reference: `advice: ${IGNORED}`, needs: ['attach', 'command:getvolumename', 'kubelet>=1.6.5'] },
  async ({ kubelet, volume, expect }) => {
    const data = await volume();
    const { volumeName } = expect.success(await kubelet.getvolumename(data));
    const again = await kubelet.getvolumename(data);
    expect.equal(expect.success(again).volumeName, volumeName, 'the name at the second time', again);
  },
);

requirement(
  'getvolumename/tells-volumes-apart',
  'MAY',
  'give no two volumes one name',
  {
    reference: `advice: ${IGNORED}`,
    needs: ['attach', 'command:getvolumename', 'fresh-volumes', 'kubelet>=1.6.5'],
  },
  async ({ kubelet, volume, expect }) => {
    const { volumeName } = expect.success(await kubelet.getvolumename(await volume()));
    const other = await kubelet.getvolumename(await volume());
    expect.that(
      expect.success(other).volumeName !== volumeName,
      'another name for another volume',
      volumeName,
      other,
    );
  },
);
