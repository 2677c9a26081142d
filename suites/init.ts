import { requirement } from '../src/conformance/api.ts';

const DEFAULTS = 'attach, selinuxRelabel, fsGroup and requiresFSResize true, supportsMetrics false';

requirement(
  'init/succeeds',
  'MUST',
  'answer init with Success',
  {
    reference:
      'the kubelet does not load it otherwise, and from 1.8 to 1.23 none of the drivers found together with it: kubernetes/kubernetes#60694',
  },
  async ({ kubelet, expect }) => {
    const call = await kubelet.init();
    // What would crash the kubelet is told by init/capabilities-are-not-null.
    const { crash: _, ...conclusion } = call.conclusion;
    expect.success({ ...call, conclusion });
  },
);

requirement(
  'init/capabilities-are-not-null',
  'MUST',
  'not answer init with "capabilities": null',
  {
    reference:
      'it parses, and then crashes the kubelet of 1.8 and later (docs/kubelet.md, "One driver call")',
  },
  async ({ kubelet, expect }) => {
    const call = await kubelet.init();
    const isNull = call.conclusion.status?.capabilities === null;
    expect.that(!isNull, 'capabilities that are an object, or none', '"capabilities": null', call);
  },
);

requirement(
  'init/capabilities-are-booleans',
  'MUST',
  'give its capabilities as an object of true and false',
  { reference: 'one value of another type makes the whole answer unreadable: "true" in quotes is a string' },
  async ({ kubelet, expect }) => {
    const call = await kubelet.init();
    const { error = '' } = call.conclusion;
    expect.that(
      !error.startsWith('json: cannot unmarshal'),
      'capabilities that are true or false',
      error,
      call,
    );
  },
);

requirement(
  'init/states-attach',
  'SHOULD',
  'say in its capabilities whether it attaches',
  {
    reference: `the kubelet takes it for attach: true otherwise and waits for a controller that may not have the driver: kubernetes/kubernetes#47109`,
    needs: ['init'],
  },
  async ({ kubelet, expect, note }) => {
    const call = await kubelet.init();
    note(`the kubelet takes it for capable of: ${spoken(expect.success(call).capabilities)}`);
    const stated = statedCapabilities(call.text);
    expect.that(
      stated.includes('attach'),
      '"attach": true or false among the capabilities',
      'none, so it is true',
      call,
    );
  },
);

requirement(
  'init/states-all',
  'MAY',
  'say each capability: what it leaves out has a value all the same',
  {
    reference: `defaults: ${DEFAULTS}; fsGroup makes the kubelet chown whole volumes: kubernetes/kubernetes#68137`,
    needs: ['init'],
  },
  async ({ kubelet, expect }) => {
    const call = await kubelet.init();
    const { capabilities } = expect.success(call);
    const stated = statedCapabilities(call.text);
    const assumed = Object.entries(capabilities ?? {}).filter(
      ([name]) => !stated.includes(name.toLowerCase()),
    );
    const said = spoken(Object.fromEntries(assumed));
    expect.that(assumed.length === 0, 'all capabilities to be said', `the kubelet assumes ${said}`, call);
  },
);

requirement(
  'init/is-quick',
  'SHOULD',
  'answer init within a second',
  {
    reference:
      'the kubelet calls it at every change of the plugin directory, while pods wait: kubernetes/kubernetes#58352',
    needs: ['init'],
  },
  async ({ kubelet, expect, note }) => {
    const calls = [await kubelet.init(), await kubelet.init(), await kubelet.init()];
    // The best of three is the driver's own time on a machine that has other work.
    const best = calls.reduce((a, b) => (a.durationMs < b.durationMs ? a : b));
    note(`init took ${Math.round(best.durationMs)} ms`);
    expect.within(best, 1000);
  },
);

requirement(
  'init/is-repeatable',
  'MUST',
  'answer init the same 30 times in a row, and change nothing by it',
  {
    reference:
      'kubelet and controller-manager call it at every probe: 30 times in 0.2 s were seen, kubernetes/kubernetes#58352',
    needs: ['init'],
  },
  async ({ kubelet, node, expect }) => {
    const first = expect.success(await kubelet.init());
    const before = node.snapshot();
    for (let time = 2; time <= 30; time++) {
      const call = await kubelet.init();
      expect.equal(
        expect.success(call).capabilities,
        first.capabilities,
        `capabilities at call ${time}`,
        call,
      );
    }
    expect.unchanged(before);
  },
);

requirement(
  'init/runs-beside-itself',
  'MUST',
  'answer 8 calls of init at once',
  {
    reference: 'kubelet and controller-manager probe at the same time, and for every volume',
    needs: ['init'],
  },
  async ({ kubelet, node, expect }) => {
    expect.success(await kubelet.init());
    const before = node.snapshot();
    for (const call of await Promise.all(Array.from({ length: 8 }, () => kubelet.init())))
      expect.success(call);
    expect.unchanged(before);
  },
);

requirement(
  'init/needs-no-network',
  'MUST',
  'answer init with Success when the network is down',
  {
    reference:
      'a node that starts has none yet, and a first scan that failed is not repeated: docs/kubelet.md, "Discovery"',
    needs: ['init', 'root', 'tool:unshare'],
  },
  async ({ kubelet, expect }) => {
    expect.success(await kubelet.with({ wrap: ['unshare', '--net', '--'] }).init());
  },
);

requirement(
  'init/changes-nothing',
  'SHOULD',
  'leave no mount, loop device, process or file behind at init',
  {
    reference: 'init only asks what the driver is capable of, on every node and every control plane',
    needs: ['init'],
  },
  async ({ kubelet, node, expect }) => {
    const before = node.snapshot();
    const call = await kubelet.init();
    expect.success(call);
    expect.unchanged(before, call);
  },
);

requirement(
  'init/needs-no-root',
  'SHOULD',
  'answer init with Success for an ordinary user, when it attaches',
  {
    reference:
      'a controller-manager often is not root, and cannot load the driver then: projectcalico/pod2daemon#78',
    needs: ['init', 'attach', 'root', 'tool:setpriv'],
  },
  async ({ kubelet, expect }) => {
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];
    expect.success(await kubelet.with({ wrap: nobody }).init());
  },
);

/** Names under `capabilities` as they were written, in lower case, as a kubelet compares them. */
function statedCapabilities(text: string): string[] {
  const answer = Object.entries(JSON.parse(text) as object);
  const capabilities = answer.findLast(([key]) => key.toLowerCase() === 'capabilities')?.[1] as object | null;
  return Object.keys(capabilities ?? {}).map((key) => key.toLowerCase());
}

function spoken(capabilities: object | null): string {
  return Object.entries(capabilities ?? {})
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}
