import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requirement } from '../src/conformance/api.ts';

requirement(
  'security/options-run-nothing',
  'MUST',
  'run nothing that stands in an option value',
  { reference: 'whoever may write a pod would run commands as root on its node', needs: ['command:mount'] },
  async ({ kubelet, volume, pod, node, expect, driver }) => {
    const canary = join(node.scratch, 'canary');
    const shapes = [
      `$(touch ${canary})`,
      `\`touch ${canary}\``,
      `; touch ${canary};`,
      `'; touch ${canary} #`,
      `"; touch ${canary} #`,
    ];
    for (const text of shapes) {
      const data = await volume();
      const options = Object.fromEntries(Object.keys(data.spec.options).map((key) => [key, text]));
      const evil = data.with({ options: { ...options, 'flexcert.test/evil': text } });
      if (driver.capabilities.attach) expect.answered(await kubelet.attach(evil));
      const call = await kubelet.mount(evil, pod());
      expect.that(!existsSync(canary), 'the text of an option to stay text', `${text} was run`, call);
    }
  },
);

requirement(
  'security/secrets-are-not-told',
  'MUST',
  'keep secrets out of its answers',
  {
    reference: 'answers stand in the log of the kubelet and in events that many may read',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const secret = 'flexcert-s3cret-value';
    const data = await volume({ secret: { password: secret } });
    const web = pod();
    const { calls } = await kubelet.bring(data, web);
    const failing = await kubelet.call(
      'mount',
      kubelet.dir(data, web),
      `{"kubernetes.io/secret/password":"${btoa(secret)}"`,
    );
    for (const call of [...calls, failing]) {
      const told = [secret, btoa(secret)].some((text) => call.text.includes(text));
      expect.that(!told, 'an answer without the secret', 'the secret in it', call);
    }
  },
);
