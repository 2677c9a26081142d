import { type Call, requirement, type TestContext } from '../../src/conformance/api.ts';
import { callEveryCommand, callWithOptions } from '../support/every-command.ts';

const NEVER_JSON = '{"kubernetes.io/fsType":';

requirement(
  'protocol/status-is-spelt-right',
  'MUST',
  'spell its status exactly "Success" or "Not supported", when it means either',
  { reference: 'the kubelet takes every other word for a failure, "success" and "Not Supported" too' },
  async (t) => {
    const calls = await callEveryCommand(t);
    for (const call of [...calls, await t.kubelet.call('flexcertunknown', '{}')]) {
      const { status = '' } = call.conclusion.status ?? {};
      const meant = MEANT[status.toLowerCase().replaceAll(/[^a-z]/g, '')];
      t.expect.that(meant === undefined || status === meant, `the status "${meant}"`, `"${status}"`, call);
    }
  },
);

/** What is meant by a word without its blanks and capitals. */
const MEANT: Readonly<Record<string, string>> = {
  success: 'Success',
  successful: 'Success',
  succeeded: 'Success',
  ok: 'Success',
  notsupported: 'Not supported',
  unsupported: 'Not supported',
  notimplemented: 'Not supported',
};

requirement(
  'protocol/successes-exit-with-zero',
  'MUST',
  'exit with 0 when it answers Success',
  { reference: 'the kubelet takes Success with another exit code for a failure: "exit status 3" (recorded)' },
  async (t) => {
    for (const call of await callEveryCommand(t)) {
      const { code = 0, signal } = call.exit;
      if (call.conclusion.status?.status !== 'Success') continue;
      t.expect.that(
        code === 0 && signal === undefined,
        'exit code 0 with Success',
        signal ?? `exit code ${code}`,
        call,
      );
    }
  },
);

requirement(
  'protocol/failures-exit-non-zero',
  'SHOULD',
  'exit with another code than 0 when it answers Failure',
  { reference: 'the kubelet goes by the answer, but people and scripts go by the exit code' },
  async (t) => {
    for (const call of await failures(t))
      t.expect.that(call.exit.code !== 0, 'a non-zero exit code', 'exit code 0', call);
  },
);

requirement(
  'protocol/failures-say-why',
  'SHOULD',
  'say in "message", on one line, why it failed',
  { reference: 'it is all that a user sees: "mount command failed, status: Failure, reason: <message>"' },
  async (t) => {
    for (const call of await failures(t)) {
      const { message } = t.expect.failure(call);
      t.expect.that(message.trim() !== '', 'a message that says why it failed', 'none', call);
      const lines = message.trim().split('\n').length;
      t.expect.that(lines === 1, 'a message of one line', `${lines} lines`, call);
    }
  },
);

requirement(
  'protocol/failure-is-not-not-supported',
  'MUST',
  'answer Failure and not Not supported when a command that it knows fails',
  {
    reference:
      'the kubelet never calls a command again that was Not supported once, and does what it does without: recorded, docs/kubelet.md, "One driver call"',
  },
  async (t) => {
    const lost = (await t.volume()).with({ options: {} });
    for (const call of [
      ...(await callWithOptions(t, NEVER_JSON)),
      ...(await callWithOptions(t, '{}', lost)),
    ]) {
      const notSupported = call.conclusion.outcome === 'not-supported';
      t.expect.that(!notSupported, `a failure of ${call.command} to be told as one`, 'Not supported', call);
    }
  },
);

requirement(
  'protocol/unknown-command-is-not-supported',
  'MUST',
  'answer Not supported to a command that it does not know',
  {
    reference:
      'newer kubelets have newer commands; usage text or Failure keeps the volume where it is: kubernetes/kubernetes#45887, sigma/cifs_k8s_plugin#4',
  },
  async ({ kubelet, expect }) => {
    expect.notSupported(await kubelet.call('flexcertunknown', '{"kubernetes.io/readwrite":"rw"}', 'node-1'));
  },
);

requirement(
  'protocol/bare-commands-end',
  'MAY',
  'answer in JSON to an unknown command without arguments, and to none at all',
  { reference: 'advice: no kubelet calls so, people do' },
  async ({ kubelet, expect }) => {
    expect.answered(await kubelet.call('flexcertunknown'));
    expect.answered(await kubelet.call());
  },
);

const TYPES = [
  ['device', 'string', ['attach', 'waitforattach']],
  ['attached', 'boolean', ['isattached']],
  ['volumeName', 'string', ['getvolumename']],
  ['volumeNewSize', 'whole number', ['expandvolume']],
] as const;

for (const [field, type, commands] of TYPES) {
  const id = field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  requirement(
    `protocol/gives-${id}-as-a-${type.replace(' ', '-')}`,
    'MUST',
    `give "${field}" as a ${type}`,
    {
      reference: 'a value of another type makes the whole answer unreadable: json: cannot unmarshal',
      needs: [`command:${commands[0]}`],
    },
    async (t) => {
      for (const call of await callEveryCommand(t, { until: commands.at(-1) as (typeof commands)[number] })) {
        const { error = '' } = call.conclusion;
        const wrong = error.startsWith('json: cannot unmarshal') && error.includes(`.${field} of type`);
        t.expect.that(!wrong, `"${field}" to be a ${type}`, error, call);
      }
    },
  );
}

requirement(
  'protocol/gives-message-as-a-string',
  'MUST',
  'give "message" as a string',
  {
    reference: 'an object or a list makes the whole answer unreadable, and the reason of the failure is lost',
  },
  async (t) => {
    for (const call of await callWithOptions(t, NEVER_JSON)) {
      const { error = '' } = call.conclusion;
      t.expect.that(!error.includes('.message of type'), '"message" to be a string', error, call);
    }
  },
);

/** Calls that fail, for sure: a kubelet never writes such options. */
async function failures(t: TestContext): Promise<Call[]> {
  const calls = await callWithOptions(t, NEVER_JSON);
  const failed = calls.filter((call) => call.conclusion.status?.status === 'Failure');
  if (failed.length === 0) t.notApplicable('no command fails, whatever its options are');
  return failed;
}
