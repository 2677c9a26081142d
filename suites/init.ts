import { requirement } from '../src/conformance/api.ts';

requirement(
  'init/succeeds',
  'MUST',
  'answer init with Success',
  { reference: 'a driver whose init fails is never loaded: pods wait with "no volume plugin matched"' },
  async ({ kubelet, expect }) => {
    expect.success(await kubelet.init());
  },
);

requirement(
  'init/states-attach',
  'SHOULD',
  'state the capability attach in its answer to init',
  {
    reference:
      'without it the kubelet assumes attach: true and waits for an attach that may never come (kubernetes/kubernetes#47109)',
  },
  async ({ kubelet, expect }) => {
    const call = await kubelet.init();
    expect.success(call);
    const stated = /"attach"\s*:\s*(true|false)/i.test(call.text);
    expect.that(
      stated,
      '"capabilities": {"attach": true} or false',
      'none, so the kubelet assumes true',
      call,
    );
  },
);

requirement(
  'init/capabilities-are-not-null',
  'MUST',
  'never answer init with "capabilities": null',
  { reference: 'it parses, and then crashes every kubelet since 1.8 (recorded)' },
  async ({ kubelet, expect }) => {
    const call = await kubelet.init();
    expect.that(call.conclusion.crash === undefined, 'capabilities, or none at all', 'null', call);
  },
);

requirement(
  'init/is-quick',
  'SHOULD',
  'answer init within a second',
  {
    reference:
      'a kubelet calls it at every event in the plugin directory, and mounts wait (kubernetes/kubernetes#58352)',
  },
  async ({ kubelet, expect }) => {
    const calls = [await kubelet.init(), await kubelet.init(), await kubelet.init()];
    const [quickest] = calls.sort((a, b) => a.durationMs - b.durationMs);
    if (quickest !== undefined) expect.within(quickest, 1000);
  },
);

requirement(
  'init/is-repeatable',
  'MUST',
  'answer init alike, however often it is called',
  {
    reference: 'drivers were seen to be probed 30 times in a fifth of a second (kubernetes/kubernetes#58352)',
  },
  async ({ kubelet, expect }) => {
    const first = expect.success(await kubelet.init());
    for (let again = 1; again < 30; again++) {
      const call = await kubelet.init();
      expect.equal(expect.success(call).capabilities, first.capabilities, 'capabilities', call);
    }
  },
);

requirement(
  'init/runs-beside-itself',
  'MUST',
  'answer init when eight calls of it run at once',
  { reference: 'kubelet and controller-manager probe at the same time on a node that runs both' },
  async ({ kubelet, expect }) => {
    const calls = await Promise.all(Array.from({ length: 8 }, () => kubelet.init()));
    for (const call of calls) expect.success(call);
  },
);

requirement(
  'init/changes-nothing',
  'SHOULD',
  'leave no mount, loop device, process or file behind when init is called',
  { reference: 'a kubelet calls init at every probe, also of drivers that no pod uses' },
  async ({ kubelet, node, expect }) => {
    const before = node.snapshot();
    const call = await kubelet.init();
    expect.unchanged(before, call);
  },
);

requirement(
  'init/needs-no-network',
  'SHOULD',
  'answer init without a network',
  {
    reference:
      'a kubelet starts before the network is up, and a driver whose init fails is not tried again by itself',
    needs: ['root', 'tool:unshare'],
  },
  async ({ kubelet, expect }) => {
    expect.success(await kubelet.with({ wrap: ['unshare', '--net'] }).init());
  },
);
