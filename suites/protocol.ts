import { requirement } from '../src/conformance/api.ts';

/** What people put into options, and what shell scripts then break on. */
const AWKWARD = 'say "hi"\\ 100%\n\ttwo\r\nlines, é, 中, \u2028 and {"json": [1]} $HOME `id`';

requirement(
  'protocol/unknown-command-is-not-supported',
  'MUST',
  'answer Not supported to a command that it does not know',
  {
    reference:
      'newer kubelets call newer commands, and any other answer fails the volume (kubernetes/kubernetes#45887: usage text)',
  },
  async ({ kubelet, expect }) => {
    expect.notSupported(await kubelet.call('flexcert', '{}'));
  },
);

requirement(
  'protocol/no-command-ends',
  'MAY',
  'answer in JSON when it is called without a command',
  { reference: 'people try it by hand; a kubelet never does' },
  async ({ kubelet, expect }) => {
    expect.answered(await kubelet.call());
  },
);

requirement(
  'protocol/awkward-options-keep-the-answer-valid',
  'MUST',
  'answer in valid JSON when option values hold quotes, newlines, backslashes or percent signs',
  {
    reference:
      'values pasted into JSON unescaped are unreadable to the kubelet (juliohm1978/kubernetes-cifs-volumedriver#1)',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, expect, driver }) => {
    const data = await volume({ addOptions: { 'flexcert.test/awkward': AWKWARD } });
    if (driver.capabilities.attach) expect.answered(await kubelet.attach(data));
    expect.answered(await kubelet.mount(data, pod()));
  },
);

requirement(
  'protocol/long-options-are-taken',
  'MUST',
  'answer in valid JSON when an option value is 100 KiB long',
  {
    reference: 'one argument may be 128 KiB; certificates and cloud configurations come near',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, expect, driver }) => {
    const data = await volume({ addOptions: { 'flexcert.test/long': 'x'.repeat(100 * 1024) } });
    if (driver.capabilities.attach) expect.answered(await kubelet.attach(data));
    expect.answered(await kubelet.mount(data, pod()));
  },
);

requirement(
  'protocol/malformed-options-fail',
  'MUST',
  'answer a failure, and mount nothing, when the options are no JSON',
  {
    reference: 'the answer is all that a user sees: usage text or a stack trace cannot be read',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const dir = kubelet.dir(data, web);
    const call = await kubelet.call('mount', dir, '{"kubernetes.io/fsType":');
    expect.failure(call);
    expect.notMounted(dir, call);
  },
);

requirement(
  'protocol/missing-arguments-fail',
  'SHOULD',
  'answer a failure in JSON when arguments are missing',
  {
    reference: 'people try it by hand, and a kubelet of another age calls with fewer',
    needs: ['command:mount'],
  },
  async ({ kubelet, expect }) => {
    expect.failure(await kubelet.call('mount'));
    expect.failure(await kubelet.call('unmount'));
  },
);

requirement(
  'protocol/failures-say-why',
  'SHOULD',
  'give a message of one line in a failure',
  {
    reference: 'the message is what `kubectl describe pod` shows; all else stays on the node',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const call = await kubelet.call('mount', kubelet.dir(data, web), '{');
    const { message } = expect.failure(call);
    expect.that(/^[^\n]+$/.test(message.trim()), 'a message of one line', JSON.stringify(message), call);
  },
);

requirement(
  'protocol/failures-exit-non-zero',
  'SHOULD',
  'end with an exit code other than 0 in a failure',
  {
    reference: 'the kubelet believes the answer alone, scripts and people believe the exit code',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const call = await kubelet.call('mount', kubelet.dir(data, web), '{');
    expect.failure(call);
    expect.that(call.exit.code !== 0, 'an exit code other than 0', 'exit code 0', call);
  },
);

requirement(
  'protocol/output-is-closed-at-the-end',
  'SHOULD',
  'leave no process behind that keeps its output open',
  {
    reference:
      'a call lasts until the output is closed by all, not until the driver exits (recorded: 3 s for a child of 3 s)',
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const { calls } = await kubelet.bring(data, web);
    for (const call of [...calls, ...(await kubelet.take(data, web))]) {
      const heldMs = Math.round(call.durationMs - call.exitMs);
      expect.that(heldMs < 500, 'the output to be closed when the driver exits', `${heldMs} ms later`, call);
    }
  },
);
