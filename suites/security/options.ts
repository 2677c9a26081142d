import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Call,
  type Kubelet,
  requirement,
  type TestContext,
  type TestVolume,
} from '../../src/conformance/api.ts';
import { callForEach } from '../support/every-command.ts';

const WHO = 'whoever may write a pod or a claim would run commands as root on its node';

const SHAPES = {
  'runs-no-command-substitution': [
    'run nothing that stands in an option as $(...) or in backquotes',
    (command: string) => [`$(${command})`, `\`${command}\``, `"$(${command})"`, `'\`${command}\`'`],
  ],
  'runs-nothing-after-a-separator': [
    'run nothing that stands in an option after ; & | or a newline',
    (command: string) => [
      `;${command};`,
      `a&${command}&`,
      `a|${command}`,
      `\n${command}\n`,
      `';${command};'`,
      `";${command};"`,
    ],
  ],
} as const;

for (const [name, [sentence, shapes]] of Object.entries(SHAPES)) {
  requirement(`security/${name}`, 'MUST', sentence, { reference: WHO }, async (t) => {
    const canary = join(t.node.scratch, 'canary');
    const data = await t.volume();
    for (const text of shapes(`touch ${canary}`)) {
      for await (const call of callForEach(t, withText(data, text))) {
        t.expect.that(!existsSync(canary), 'the text of an option to stay text', `${text} was run`, call);
      }
    }
  });
}

requirement(
  'security/runs-nothing-of-a-secret',
  'MUST',
  'run nothing that stands in a secret',
  {
    reference:
      'whoever may write a secret of a namespace would run commands as root on the nodes of its pods',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const canary = join(node.scratch, 'canary');
    const data = await volume();
    await kubelet.bring(data, pod());
    for (const text of Object.values(SHAPES).flatMap(([, shapes]) => [...shapes(`touch ${canary}`)])) {
      const keys = ['username', 'password', ...Object.keys(data.spec.secret ?? {})];
      const secret = Object.fromEntries(keys.map((key) => [key, text]));
      const call = await kubelet.mount(data.with({ secret }), pod());
      expect.that(!existsSync(canary), 'the text of a secret to stay text', `${text} was run`, call);
    }
  },
);

requirement(
  'security/splits-no-option',
  'MUST',
  'pass an option on as one argument, with its blanks, and expand no * in it',
  {
    reference:
      'an unquoted variable in sh becomes several arguments, and further options of mount or mkfs with them',
  },
  async (t) => {
    const cwd = join(t.node.scratch, 'names');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'flexcert-expanded'), '');
    const data = await t.volume();
    const evil = withText(data, 'flexcert-one -flexcert-split * flexcert-*');
    const calls: Call[] = [];
    const seen = await t.node.watch(async () => {
      for await (const call of callForEach({ ...t, kubelet: t.kubelet.with({ cwd }) }, evil))
        calls.push(call);
    });
    const split = seen.find(
      ({ argv }) => argv.includes('-flexcert-split') || argv.includes('flexcert-expanded'),
    );
    t.expect.that(
      split === undefined,
      'an option to stay one argument',
      `a program with ${split?.argv.join(' ')}`,
    );
    for (const call of calls)
      t.expect.that(
        !call.text.includes('flexcert-expanded'),
        'the * of an option to stay a *',
        'a name of a file',
        call,
      );
  },
);

requirement(
  'security/takes-no-value-for-a-flag',
  'MUST',
  'not pass an option that begins with - on as a flag of another program',
  { reference: 'mount, mkfs and tar have flags that run programs or overwrite files; -- ends the flags' },
  async (t) => {
    const data = await t.volume();
    for (const flag of ['--version', '--help', '-V']) {
      const keys = Object.keys(data.spec.options);
      for (const evil of [withText(data, flag), ...(keys.length > 0 ? [data.with({ fsType: flag })] : [])])
        await succeedsOnlyInDeed(t, evil, flag);
    }
  },
);

/** A program that is asked for its version does nothing and ends well. */
async function succeedsOnlyInDeed(t: TestContext, evil: TestVolume, flag: string): Promise<void> {
  const { kubelet, driver, expect, node, pod } = t;
  if (driver.supports('attach')) {
    const call = await kubelet.attach(evil);
    const { device } = expect.answered(call);
    const claims = call.conclusion.outcome === 'success' && device.startsWith('/dev/');
    const isDevice = claims && statSync(device, { throwIfNoEntry: false })?.isBlockDevice() === true;
    expect.that(!claims || isDevice, `a device, or a failure for the value ${flag}`, device, call);
  }
  if (!driver.supports('mount')) return;
  const web = pod();
  const call = await kubelet.mount(evil, web);
  expect.answered(call);
  const came = call.conclusion.outcome !== 'success' || isThere(kubelet, evil, web, node);
  expect.that(came, `a mount, or a failure for the value ${flag}`, 'Success, and nothing mounted', call);
}

function isThere(
  kubelet: Kubelet,
  volume: TestVolume,
  pod: Parameters<Kubelet['dir']>[1],
  node: TestContext['node'],
) {
  const dir = kubelet.dir(volume, pod);
  return node.mountsAt(dir).length > 0 || node.files(dir).length > 0;
}

requirement(
  'security/leads-nowhere-else',
  'MUST',
  'follow no ../ in an option out of the directory of the volume',
  {
    reference: 'the volume of one pod would show the files of the node, or of another pod',
    needs: ['isolation'],
  },
  async (t) => {
    const name = 'flexcert-escaped';
    const data = await t.volume();
    for (const text of [`../../../../../../../../${name}`, `../${name}`, `x/../../${name}`]) {
      for await (const call of callForEach(t, withText(data, text))) {
        const out = t.node.written().find((path) => path.includes(name));
        t.expect.that(out === undefined, 'nothing to be made outside the volume', `${out}`, call);
      }
    }
  },
);

requirement(
  'security/keeps-options-apart',
  'MUST',
  'take no part of the value of one option for another option',
  {
    reference:
      'grep and sed find "key":"value" inside of values too: a pod could make itself writable, or name another volume',
  },
  async ({ kubelet, volume, pod, expect, notApplicable }) => {
    const data = await volume();
    const [key] = Object.keys(data.spec.options);
    if (key === undefined) notApplicable('its volumes have no options');
    const decoys = [
      `"${key}":"/flexcert/decoy"`,
      `{"${key}":"/flexcert/decoy"}`,
      `","${key}":"/flexcert/decoy`,
    ];
    // Before and after all keys, in bytewise order.
    const added = decoys.flatMap((text, index) => [
      [`!${index}`, text],
      [`~${index}`, text],
    ]);
    const web = pod();
    const { calls } = await kubelet.bring(data.with({ addOptions: Object.fromEntries(added) }), web);
    for (const call of calls)
      expect.that(!call.text.includes('decoy'), 'nothing of the decoy', call.text, call);
    await kubelet.take(data, web);
  },
);

/** The text in place of every option of the user, and in one that the driver cannot know. */
function withText(data: TestVolume, text: string): TestVolume {
  const given = Object.keys(data.spec.options).map((key) => [key, text]);
  return data.with({ options: { ...Object.fromEntries(given), 'flexcert.test/text': text } });
}
