import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKey } from '../support/certificates.ts';
import { needs } from '../support/needs.ts';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const cli = path('dist/src/cli/main.js');
const tmpfs = path('fixtures/drivers/healthy/flexcert.test~tmpfs');
const failing = path('fixtures/drivers/odd/flexcert.test~failure');
const scratch = mkdtempSync(join(tmpdir(), 'flexcert-certify-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const VENDOR =
  'organisation: Example\nproject: tmpfs\nversion: 1.10\nurl: https://example.com\ncontact: a@example.com\n';
let key: { private: string; public: string };

beforeAll(() => {
  writeFileSync(join(scratch, 'vendor.yaml'), VENDOR);
  key = makeKey(scratch, 'key');
});

const flexcert = (...args: string[]) =>
  execa(process.execPath, [cli, ...args], {
    reject: false,
    stdin: 'ignore',
    cwd: scratch,
    env: { NO_COLOR: '1' },
  });

describe('certify', () => {
  test('a driver that is conformant: one folder that verifies, on every release asked for', async (context) => {
    needs(context, 'root');
    writeFileSync(
      join(scratch, 'flexcert.yaml'),
      'volumes:\n  - options: { size: 16Mi }\ngrep: mount\nretries: 2\n',
    );
    const { stdout, stderr, exitCode } = await flexcert(
      'certify',
      tmpfs,
      '--vendor',
      'vendor.yaml',
      '--sign',
      key.private,
      '--output',
      'good',
      '--kubelet',
      '1.20,1.32',
    );
    expect(stderr).toContain(
      'a certificate is for the whole suite: grep, retries of the configuration do not count',
    );
    expect(stderr).toMatch(/certificate \S+certificate\.json, signed by sha256:[0-9a-f]{64}$/);
    expect(stdout).toContain('Conformant');
    expect(exitCode).toBe(0);
    expect(readdirSync(join(scratch, 'good')).sort()).toEqual([
      'certificate.json',
      'flexcert.test~tmpfs',
      'junit.xml',
      'record.json',
      'report.html',
    ]);
    rmSync(join(scratch, 'flexcert.yaml'));

    const verified = await flexcert(
      'verify',
      'good/certificate.json',
      '--key',
      key.public,
      '--driver',
      tmpfs,
    );
    expect(verified.stdout).toMatch(/✓ verdict +conformant on kubelet 1\.20, 1\.32: \d+ MUST/);
    expect(verified.stdout).toMatch(/\n\nThe certificate holds: flexcert\.test\/tmpfs 1\.10$/);
    expect(verified.exitCode).toBe(0);

    const elsewhere = await flexcert('verify', 'good/certificate.json', '--driver', failing);
    expect(elsewhere.exitCode).toBe(1);
    expect(elsewhere.stdout).toMatch(
      /✗ driver +tmpfs is missing in .*\n +failure was not there when it was certified/,
    );
    expect(elsewhere.stdout).toContain('The certificate does not hold: driver');
  }, 300_000);

  test('one that is not: the reports, no certificate, none of before either, and the exit code of run', async (context) => {
    needs(context, 'root');
    mkdirSync(join(scratch, 'bad'));
    writeFileSync(join(scratch, 'bad/certificate.json'), 'of before');
    const { stderr, exitCode } = await flexcert(
      'certify',
      failing,
      '--vendor',
      'vendor.yaml',
      '--output',
      'bad',
    );
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/flexcert: no certificate: the verdict is not-conformant$/);
    expect(existsSync(join(scratch, 'bad/certificate.json'))).toBe(false);
    expect(existsSync(join(scratch, 'bad/record.json'))).toBe(true);
  }, 120_000);

  test.each<[string, string[], RegExp]>([
    ['no vendor', ['certify', tmpfs], /whose driver is it\? Say --vendor FILE, which names organisation/],
    [
      'a vendor file that lacks a field',
      ['certify', tmpfs, '--vendor', 'short.yaml'],
      /short\.yaml: url is missing\. It needs/,
    ],
    [
      'a key that is none',
      ['certify', tmpfs, '--vendor', 'vendor.yaml', '--sign', 'vendor.yaml'],
      /no private key in PEM/,
    ],
    ['no driver', ['certify', '--vendor', 'vendor.yaml'], /which driver\?/],
    [
      'a flag that leaves requirements out',
      ['certify', tmpfs, '--vendor', 'vendor.yaml', '--grep', 'mount'],
      /Unknown argument/,
    ],
    [
      'other files where the copy goes',
      ['certify', tmpfs, '--vendor', 'vendor.yaml', '--output', 'taken'],
      /taken\/flexcert\.test~tmpfs holds other files than the driver/,
    ],
  ])('%s is a usage error, before anything runs', async (_, args, message) => {
    writeFileSync(join(scratch, 'short.yaml'), VENDOR.replace(/url: .*\n/, ''));
    mkdirSync(join(scratch, 'taken/flexcert.test~tmpfs'), { recursive: true });
    writeFileSync(join(scratch, 'taken/flexcert.test~tmpfs/tmpfs'), 'precious');
    const { stderr, stdout, exitCode } = await flexcert(...args);
    expect(stderr).toMatch(message);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(readFileSync(join(scratch, 'taken/flexcert.test~tmpfs/tmpfs'), 'utf8')).toBe('precious');
  });
});

describe('verify', () => {
  test('a certificate or a key that is not there is a usage error', async () => {
    const missing = await flexcert('verify', 'gone.json');
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toContain('cannot read the certificate gone.json: there is no such file');
    writeFileSync(join(scratch, 'some.json'), '{}');
    const keyless = await flexcert('verify', 'some.json', '--key', 'gone.pub');
    expect(keyless.exitCode).toBe(2);
  });

  test('what is no certificate does not hold, and --json says so to a program', async () => {
    writeFileSync(join(scratch, 'some.json'), '{}');
    const { stdout, exitCode } = await flexcert('verify', 'some.json', '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      holds: false,
      checks: [{ name: 'certificate', holds: false }],
    });
  });
});
