import { readFileSync } from 'node:fs';
import { dir } from 'tmp-promise';
import { expect, test } from 'vitest';
import { obstacles } from '../../src/certificate/obstacles.ts';
import { verifyCertificate } from '../../src/certificate/verify.ts';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { deriveSummary } from '../../src/record/verdict.ts';
import { makeBundle, makeKey, statementOfFile, VENDOR } from '../support/certificates.ts';
import { allPass, incomplete, withFailures } from '../support/records.ts';

test('a certificate is an in-toto statement in a DSSE envelope, and says all that it should', async () => {
  const { path, cleanup } = await dir({ unsafeCleanup: true });
  const { key } = makeKey(path, 'vendor', 'P-256');
  const bundle = makeBundle(path, { key });
  expect(JSON.parse(readFileSync(bundle.certificate, 'utf8'))).toEqual({
    payloadType: 'application/vnd.in-toto+json',
    payload: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
    signatures: [{ keyid: key.keyid, sig: expect.any(String) }],
  });
  const passed = allPass();
  const digest = { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) };
  expect(statementOfFile(bundle.certificate)).toEqual({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      { name: 'lib/common.sh', digest },
      { name: 'nas', digest },
    ],
    predicateType: 'urn:flexcert:certificate:v1',
    predicate: {
      result: 'conformant',
      date: '2026-03-02T10:00:00.000Z',
      vendor: VENDOR,
      driver: {
        name: 'example.com/nas',
        version: '2.4.1',
        capabilities: passed.driver.capabilities,
        commands: passed.driver.commands,
      },
      tool: { name: 'flexcert', version: '0.1.0' },
      suite: { version: '1.0' },
      releases: [{ release: '1.32', verdict: 'conformant', measured: true, unmeasured: [] }],
      counts: passed.summary.counts,
      record: { name: 'record.json', digest },
      signer: { keyid: key.keyid, publicKey: expect.stringContaining('BEGIN PUBLIC KEY') },
    },
  });
  expect(verifyCertificate({ certificate: bundle.certificate, suites: bundle.suites })).toMatchObject({
    holds: true,
    unsigned: false,
  });
  await cleanup();
});

test.each(['ed25519', 'P-256', 'P-384', 'P-521'] as const)(
  'signed with %s it holds for that key and for no other',
  async (kind) => {
    const { path, cleanup } = await dir({ unsafeCleanup: true });
    const vendor = makeKey(path, 'vendor', kind);
    const { certificate, suites } = makeBundle(path, { key: vendor.key });
    expect(verifyCertificate({ certificate, suites, key: vendor.public }).holds).toBe(true);
    expect(verifyCertificate({ certificate, suites, key: makeKey(path, 'other', kind).public }).holds).toBe(
      false,
    );
    await cleanup();
  },
);

test('unsigned it holds, and says that nothing proves who wrote it', async () => {
  const { path, cleanup } = await dir({ unsafeCleanup: true });
  const { certificate, suites } = makeBundle(path);
  expect(statementOfFile(certificate).predicate.signer).toBeUndefined();
  expect(verifyCertificate({ certificate, suites })).toMatchObject({ holds: true, unsigned: true });
  await cleanup();
});

test('the same certificate twice is the same, byte for byte, but for the signature', async () => {
  const { path, cleanup } = await dir({ unsafeCleanup: true });
  const [one, two] = [makeBundle(path), makeBundle(path)].map(({ certificate }) =>
    readFileSync(certificate, 'utf8'),
  );
  expect(one).toBe(two);
  await cleanup();
});

const changed = (change: (record: FlexcertRecord) => void): FlexcertRecord => {
  const record = structuredClone(allPass());
  change(record);
  return { ...record, summary: deriveSummary(record) };
};
const first = (record: FlexcertRecord) => record.results[0] as FlexcertRecord['results'][number];

test.each<[string, FlexcertRecord, RegExp]>([
  ['failed', withFailures(), /the verdict is not-conformant/],
  ['is incomplete', incomplete(), /the verdict is incomplete/],
  [
    'skipped a MUST',
    changed((record) => {
      first(record).status = 'skipped';
    }),
    /the verdict is incomplete/,
  ],
  [
    'excused a failure',
    changed((record) => {
      Object.assign(first(record), { status: 'known-failure', known: 'x' });
    }),
    /excused by known-failing: discovery\/is-executable/,
  ],
  [
    'would have excused one',
    changed((record) => {
      first(record).known = 'x';
    }),
    /excused by known-failing/,
  ],
  [
    'left some out',
    changed((record) => {
      record.selection = ['--grep mount', '--level MUST'];
    }),
    /not the whole suite was run: --grep mount --level MUST/,
  ],
  [
    'is a part',
    changed((record) => {
      record.shard = '1/2';
    }),
    /a part of a run, shard 1\/2/,
  ],
  [
    'ended early',
    changed((record) => {
      record.ended = 'SIGINT';
    }),
    /ended early/,
  ],
  [
    'tried again',
    changed((record) => {
      first(record).attempts = 2;
    }),
    /passed only when tried again: discovery\/is-executable/,
  ],
  [
    'left a release out',
    changed((record) => {
      record.kubelet.releases.push({ release: '1.20', measured: true, unmeasured: [] });
    }),
    /nothing was run on kubelet 1\.20/,
  ],
])('a run that %s bears no certificate', (_, record, reason) => {
  expect(obstacles(record).join('\n')).toMatch(reason);
});

test('a run that passed bears one', () => {
  expect(obstacles(allPass())).toEqual([]);
});
