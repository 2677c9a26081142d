import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openEnvelope, preAuthEncoding, sealEnvelope, sealHolds } from '../../src/certificate/envelope.ts';
import { readSigningKey, readVerifyingKey } from '../../src/certificate/keys.ts';
import { UsageError } from '../../src/errors.ts';
import { needs } from '../support/needs.ts';

let folder: { path: string; cleanup(): Promise<void> };
const file = (name: string) => join(folder.path, name);
const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { cwd: folder.path, stdio: ['ignore', 'pipe', 'ignore'] });

beforeAll(async () => {
  folder = await dir({ unsafeCleanup: true });
});
afterAll(() => folder.cleanup());
beforeEach((context) => needs(context, 'openssl'));

describe.each([
  ['Ed25519', ['genpkey', '-algorithm', 'ED25519', '-out', 'key.pem'], []],
  [
    'ECDSA P-256',
    ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'key.pem'],
    ['-sha256'],
  ],
  [
    'ECDSA P-384',
    ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384', '-out', 'key.pem'],
    ['-sha384'],
  ],
  [
    'ECDSA P-521',
    ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521', '-out', 'key.pem'],
    ['-sha512'],
  ],
  ['ECDSA P-256', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'key.pem'], ['-sha256']],
])('a key of openssl: %s (%j)', (algorithm, make, digest) => {
  test('signs, and openssl itself agrees with the signature', () => {
    openssl(...make);
    openssl('pkey', '-in', 'key.pem', '-pubout', '-out', 'key.pub');
    const key = readSigningKey(file('key.pem'), undefined);
    expect(key.algorithm).toBe(algorithm);
    const payload = Buffer.from('{"a":1}');
    const opened = openEnvelope(sealEnvelope(payload, key));
    expect(sealHolds(opened, readVerifyingKey(file('key.pub')))).toBe(true);
    expect(sealHolds({ ...opened, payload: Buffer.from('{"a":2}') }, key)).toBe(false);
    writeFileSync(file('message'), preAuthEncoding(payload));
    writeFileSync(file('signature'), opened.signature);
    const verified =
      digest.length === 0
        ? openssl(
            'pkeyutl',
            '-verify',
            '-pubin',
            '-inkey',
            'key.pub',
            '-rawin',
            '-in',
            'message',
            '-sigfile',
            'signature',
          )
        : openssl('dgst', ...digest, '-verify', 'key.pub', '-signature', 'signature', 'message');
    expect(verified.toString()).toMatch(/Verified OK|Verified Successfully/);
  });
});

test('the id of a key is the sha256 of its public part, as openssl counts it', () => {
  openssl('genpkey', '-algorithm', 'ED25519', '-out', 'key.pem');
  openssl('pkey', '-in', 'key.pem', '-pubout', '-outform', 'DER', '-out', 'key.der');
  const [digest] = openssl('dgst', '-sha256', '-r', 'key.der').toString().split(' ');
  expect(readSigningKey(file('key.pem'), undefined).keyid).toBe(`sha256:${digest}`);
});

describe('an encrypted key', () => {
  test.each([
    [
      'PKCS#8',
      ['genpkey', '-algorithm', 'ED25519', '-aes-256-cbc', '-pass', 'pass:open sesame', '-out', 'locked.pem'],
    ],
  ])('of %s opens with its passphrase alone', (_, make) => {
    openssl(...make);
    expect(readSigningKey(file('locked.pem'), 'open sesame').algorithm).toBe('Ed25519');
    expect(() => readSigningKey(file('locked.pem'), undefined)).toThrow(
      /is encrypted: give its passphrase in .*FLEXCERT_KEY_PASSPHRASE/,
    );
    expect(() => readSigningKey(file('locked.pem'), 'wrong')).toThrow(
      /the passphrase in FLEXCERT_KEY_PASSPHRASE does not open it/,
    );
  });

  test('of cosign says what to do instead', () => {
    writeFileSync(
      file('cosign.key'),
      '-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\ne30=\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n',
    );
    expect(() => readSigningKey(file('cosign.key'), 'x')).toThrow(
      /as cosign alone does it.*cosign import-key-pair --key key\.pem/,
    );
  });
});

describe('is refused, and it is said why', () => {
  test.each([
    [
      'RSA',
      () => openssl('genpkey', '-algorithm', 'RSA', '-out', 'bad.pem'),
      /of kind rsa; certificates take Ed25519 or ECDSA/,
    ],
    [
      'another curve',
      () => openssl('ecparam', '-name', 'secp256k1', '-genkey', '-noout', '-out', 'bad.pem'),
      /of kind secp256k1/,
    ],
    [
      'no PEM',
      () => writeFileSync(file('bad.pem'), 'hello'),
      /no private key in PEM.*openssl genpkey -algorithm ED25519/,
    ],
    [
      'a public key',
      () => openssl('pkey', '-in', 'key.pem', '-pubout', '-out', 'bad.pem'),
      /is a public key/,
    ],
  ])('%s', (_, make, message) => {
    openssl('genpkey', '-algorithm', 'ED25519', '-out', 'key.pem');
    make();
    expect(() => readSigningKey(file('bad.pem'), undefined)).toThrow(UsageError);
    expect(() => readSigningKey(file('bad.pem'), undefined)).toThrow(message);
  });

  test('a file that is not there, and one that holds no public key', () => {
    expect(() => readSigningKey(file('gone.pem'), undefined)).toThrow(/there is no such file/);
    writeFileSync(file('text.pub'), 'hello');
    expect(() => readVerifyingKey(file('text.pub'))).toThrow(/holds no public key in PEM/);
    expect(readFileSync(file('text.pub'), 'utf8')).toBe('hello');
  });
});
