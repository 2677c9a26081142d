import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Call, type Process, requirement, type TestContext } from '../../src/conformance/api.ts';

const SECRET = 'flexcert-S3cret:value';
const NEEDS = ['command:mount'] as const;

requirement(
  'security/secrets-are-not-told',
  'MUST',
  'keep secrets out of its answers, those of failures too',
  { reference: 'answers stand in the log of the kubelet and in events, which many may read', needs: NEEDS },
  async (t) => {
    const { calls } = await mountWithSecret(t);
    for (const call of [...calls, ...(await failWithSecret(t))])
      t.expect.that(!holdsSecret(call.text), 'an answer without the secret', 'the secret in it', call);
  },
);

requirement(
  'security/secrets-are-no-arguments',
  'MUST',
  'pass no decoded secret on as an argument of a program',
  {
    reference: 'every user of the node reads the arguments of every process; files and pipes are private',
    needs: NEEDS,
  },
  async (t) => {
    const seen = await t.node.watch(async () => {
      await mountWithSecret(t);
      await failWithSecret(t);
    });
    const telling = seen.filter(({ argv }) => argv.some((argument) => argument.includes(SECRET)));
    t.expect.that(
      telling.length === 0,
      'no program with the secret among its arguments',
      telling.map(spoken).join('; '),
    );
  },
);

requirement(
  'security/secrets-are-not-left-behind',
  'MUST',
  'leave no secret in a file when the volume is unmounted',
  {
    reference: 'a credentials file that stays outlives the pod, and the secret after it was changed',
    needs: [...NEEDS, 'isolation'],
  },
  async (t) => {
    const { data, web } = await mountWithSecret(t);
    await t.kubelet.take(data, web);
    await failWithSecret(t);
    const files = filesWithSecret(t);
    t.expect.that(files.length === 0, 'no file that holds the secret', files.join(', '));
  },
);

requirement(
  'security/secrets-are-private',
  'MUST',
  'keep what it writes of a secret from other users, as with mode 0600',
  {
    reference: 'every user of the node may read what others may read: /tmp, /run and /etc by default',
    needs: [...NEEDS, 'isolation'],
  },
  async (t) => {
    for (const umask of [0o022, 0]) {
      await mountWithSecret({ ...t, kubelet: t.kubelet.with({ umask }) });
      const open = filesWithSecret(t).filter(isOpenToOthers);
      t.expect.that(open.length === 0, 'files with the secret to be private', open.map(withMode).join(', '));
    }
  },
);

async function mountWithSecret(t: TestContext) {
  const [data, web] = [await t.volume(), t.pod()];
  const given = Object.keys(data.spec.secret ?? {});
  if (given.length > 0) {
    // The driver's own keys stay as they are: a wrong password is no way to get a mount.
    const { calls } = await t.kubelet.bring(
      data.with({ secret: { ...data.spec.secret, flexcert: SECRET } }),
      web,
    );
    return { data, web, calls };
  }
  const { calls } = await t.kubelet.bring(data.with({ secret: { password: SECRET, username: SECRET } }), web);
  return { data, web, calls };
}

/** Mounts that fail, with the secret among their options: what fails tells most. */
async function failWithSecret({ kubelet, volume, pod }: TestContext): Promise<Call[]> {
  const [data, web] = [await volume({ secret: { password: SECRET, username: SECRET } }), pod()];
  const wrong = Object.fromEntries(
    Object.keys(data.spec.options).map((key) => [key, '/flexcert/no such thing']),
  );
  const [, dir = '', options = ''] = kubelet.argv('mount', data, web);
  return [
    await kubelet.mount(data.with({ options: wrong, readOnly: true }), web),
    await kubelet.call('mount', dir, options.slice(0, -1)),
  ];
}

function holdsSecret(text: string): boolean {
  return [SECRET, btoa(SECRET)].some((form) => text.includes(form));
}

/** Files of the node, volumes aside, that hold the secret. */
function filesWithSecret({ node }: TestContext): string[] {
  return node.written().filter((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat?.isFile() === true && stat.size < 1 << 20 && holdsSecret(readFileSync(path, 'latin1'));
  });
}

/** Whether others may read the file, and may get there. */
function isOpenToOthers(path: string): boolean {
  if ((statSync(path).mode & 0o044) === 0) return false;
  for (let at = dirname(path); at !== '/'; at = dirname(at))
    if ((statSync(at).mode & 0o011) === 0) return false;
  return true;
}

function withMode(path: string): string {
  return `${path} of mode 0${(statSync(path).mode & 0o777).toString(8)}`;
}

function spoken({ argv, pid }: Process): string {
  return `${argv.join(' ').replaceAll(SECRET, '(the secret)')} (process ${pid})`;
}
