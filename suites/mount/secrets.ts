import { requirement, type TestContext } from '../../src/conformance/api.ts';

async function mountsWith(t: TestContext, secret: Record<string, string | Uint8Array>): Promise<void> {
  const data = await t.volume();
  // Those of the template stay: the driver may need them.
  await t.kubelet.bring(data.with({ secret: { ...data.spec.secret, ...secret } }), t.pod());
}

requirement(
  'mount/takes-secrets-of-any-bytes',
  'MUST',
  'mount a volume whose secret has any bytes in it',
  {
    reference: 'values come in base64, with + / and =, and need not be text: kubernetes.io/secret/<key>',
    needs: ['command:mount'],
  },
  (t) =>
    mountsWith(t, {
      'flexcert-bytes': Uint8Array.from({ length: 256 }, (_, byte) => byte),
      'flexcert-text': 'it\'s "so"\r\n$HOME \\n %s\n',
      'flexcert-empty': '',
    }),
);

requirement(
  'mount/takes-secrets-of-any-key',
  'MUST',
  'mount a volume whose secret has keys that are no names of variables',
  {
    reference: 'a key may have dots and hyphens in it and begin with a digit, as in tls.crt or 1st-key',
    needs: ['command:mount'],
  },
  (t) =>
    mountsWith(t, { 'tls.crt': 'c', 'ssh-private_key': 'k', '1st.key-': 'd', PATH: '/nowhere', IFS: '/' }),
);

requirement(
  'mount/takes-large-secrets',
  'MUST',
  'mount a volume whose secret is 64 KiB long',
  {
    reference: 'all of it comes in one argument, which the kernel limits to 128 KiB',
    needs: ['command:mount'],
  },
  (t) => mountsWith(t, { 'flexcert-large': 'x'.repeat(64 * 1024) }),
);
