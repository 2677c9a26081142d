import { isUtf8 } from 'node:buffer';
import { requirement, type TestContext, type TestVolume } from '../../src/conformance/api.ts';
import { callForEach, callOneWithOptions, callWithOptions } from '../support/every-command.ts';
import { ODD_TEXTS } from '../support/odd-texts.ts';

/** Reports of what became of such a value in the field. */
const SEEN: Readonly<Record<string, string>> = {
  quotes: 'juliohm1978/kubernetes-cifs-volumedriver#1',
  'carriage-returns': 'Azure/kubernetes-keyvault-flexvol#120',
};

for (const [kind, texts] of Object.entries(ODD_TEXTS)) {
  const [seen] = [SEEN[kind]];
  requirement(
    `protocol/copes-with-${kind}`,
    'MUST',
    `answer in one JSON document when options have ${kind.replace('-', ' ')} in them`,
    {
      reference: `option values may hold anything; what is pasted into an answer unescaped makes it unreadable${seen === undefined ? '' : `: ${seen}`}`,
    },
    async (t) => {
      const data = await t.volume();
      for (const text of texts) await answersAll(t, withText(data, text));
    },
  );
}

requirement(
  'protocol/copes-with-long-values',
  'MUST',
  'answer in one JSON document when an option is 100 KiB long',
  {
    reference: 'Linux passes up to 128 KiB in an argument; programs that are given it twice, or in hex, fail',
  },
  async (t) => {
    const data = await t.volume();
    const [key = 'flexcert.test/text'] = Object.keys(data.spec.options);
    for (const long of [key, 'flexcert.test/text'])
      await answersAll(t, data.with({ addOptions: { [long]: 'x'.repeat(100 * 1024) } }));
  },
);

requirement(
  'protocol/copes-with-empty-values',
  'MUST',
  'answer in one JSON document when options are empty',
  { reference: 'empty strings are what templates leave of values that nobody gave' },
  async (t) => answersAll(t, withText((await t.volume()).with({ fsType: '' }), '')),
);

requirement(
  'protocol/answers-in-utf-8',
  'SHOULD',
  'write its answers in UTF-8, and cut no character in two',
  { reference: 'the kubelet shows U+FFFD, a question mark, for every byte that is none (recorded)' },
  async (t) => {
    const data = await t.volume();
    // Of three bytes each, at every offset: where a text is cut, one of them is.
    for (const text of ['', 'x', 'xx'].map((start) => start + '音'.repeat(400))) {
      for await (const call of callForEach(t, withText(data, text)))
        t.expect.that(isUtf8(call.output), 'an answer in UTF-8', 'bytes that are none', call);
    }
  },
);

requirement(
  'protocol/copes-with-absent-options',
  'MUST',
  'answer in one JSON document when an option of the user is absent',
  { reference: 'they are forgotten and misspelt: kubernetes/kubernetes#47066' },
  async (t) => {
    const data = await t.volume();
    for (const key of [...Object.keys(data.spec.options), undefined])
      await answersAll(t, data.with({ options: without(data.spec.options, key) }));
  },
);

requirement(
  'protocol/takes-no-absent-option-for-null',
  'SHOULD',
  'not take an absent option for the word null',
  {
    reference:
      'jq prints null for what is absent: mount -o ...,null,rw; juliohm1978/kubernetes-cifs-volumedriver#1',
  },
  async (t) => {
    const data = await t.volume();
    for (const key of Object.keys(data.spec.options)) {
      for await (const call of callForEach(t, data.with({ options: without(data.spec.options, key) }))) {
        const { message = '' } = call.conclusion.status ?? {};
        const taken = /['"`=,:]null(?:['"`,:]|$)/.test(message);
        t.expect.that(!taken, `option ${key} to be missed`, 'a message that speaks of null', call);
      }
    }
  },
);

requirement(
  'protocol/accepts-options-of-newer-kubelets',
  'MUST',
  'accept options of kubernetes.io that it does not know',
  {
    reference:
      'releases add some: pod.name in 1.7, mounterArgs.FsGroup in 1.15 (docs/kubelet.md, "Releases")',
  },
  async ({ kubelet, volume, pod }) => {
    const data = (await volume()).with({ addOptions: { 'kubernetes.io/flexcert.new': 'x' } });
    const web = pod();
    await kubelet.bring(data, web);
    await kubelet.take(data, web);
  },
);

requirement(
  'protocol/malformed-options-end-in-json',
  'MUST',
  'answer in one JSON document when the options are malformed: no usage text, no stack trace, no hang',
  {
    reference:
      'the kubelet shows a text that is no JSON as a riddle: "invalid character \'U\' looking for beginning of value"',
  },
  async (t) => {
    for (const options of ['', '{', 'null', '[]', '{"a":1}', 'not json'])
      for (const call of await callWithOptions(t, options)) t.expect.answered(call);
  },
);

requirement(
  'protocol/malformed-options-fail',
  'SHOULD',
  'answer Failure when the options are malformed',
  { reference: 'what is mounted without regard to the options is not what the user asked for' },
  async (t) => {
    const { driver, kubelet, volume, pod, expect } = t;
    const [data, web] = [await volume(), pod()];
    if (Object.keys(data.spec.options).length === 0) t.notApplicable('its volumes have no options');
    for (const command of (['attach', 'mountdevice', 'mount'] as const).filter((one) =>
      driver.supports(one),
    )) {
      expect.failure(await callOneWithOptions(kubelet, command, '{"kubernetes.io/fsType":', data, web));
    }
  },
);

requirement(
  'protocol/missing-arguments-fail',
  'SHOULD',
  'answer in one JSON document when arguments are missing',
  {
    reference:
      'kubelets before 1.6 gave others, and people call drivers by hand: kubernetes/kubernetes#45887',
  },
  async ({ kubelet, driver, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    for (const command of [
      'getvolumename',
      'attach',
      'waitforattach',
      'mountdevice',
      'mount',
      'unmount',
    ] as const) {
      if (!driver.supports(command)) continue;
      const argv = kubelet.argv(command, data, web);
      const options = argv.findIndex((argument) => argument.startsWith('{'));
      const last = options === -1 ? argv.length - 1 : options;
      for (let count = 1; count <= last; count++)
        expect.answered(await kubelet.call(...argv.slice(0, count)));
    }
  },
);

requirement(
  'protocol/goes-without-the-options',
  'MUST',
  'unmount and detach a volume whose options the kubelet has lost',
  {
    reference:
      'a kubelet that restarted after the pod was deleted knows the driver and the name of the volume, and no options (docs/kubelet.md, "Restart")',
    // Before, not even the name of the volume is among the options.
    needs: ['kubelet>=1.6.5'],
  },
  async ({ kubelet, driver, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    await kubelet.bring(data, web);
    kubelet.restart();
    if (driver.supports('getvolumename')) expect.accepted(await kubelet.getvolumename(data.forgotten));
    await kubelet.take(data.forgotten, web);
    expect.notMounted(kubelet.dir(data, web));
    expect.notMounted(kubelet.deviceDir(data));
  },
);

/** The text in place of every option of the user, and in one that the driver cannot know. */
function withText(data: TestVolume, text: string): TestVolume {
  const given = Object.keys(data.spec.options).map((key) => [key, text]);
  return data.with({ options: { ...Object.fromEntries(given), 'flexcert.test/text': text } });
}

function without(options: Readonly<Record<string, string>>, key: string | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => key !== undefined && name !== key));
}

async function answersAll(t: TestContext, volume: TestVolume): Promise<void> {
  for await (const call of callForEach(t, volume)) t.expect.answered(call);
}
