// oxlint-disable max-lines -- every tampering that a certificate has to show, in one place
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Check } from '../../src/certificate/check.ts';
import type { SigningKey } from '../../src/certificate/keys.ts';
import type { Statement } from '../../src/certificate/statement.ts';
import { type Verification, verifyCertificate } from '../../src/certificate/verify.ts';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import {
  type Bundle,
  makeBundle,
  makeKey,
  replaceStatement,
  resign,
  statementOfFile,
} from '../support/certificates.ts';

/** A certificate that holds, signed; each test changes a copy of it. */
let root: { path: string; cleanup(): Promise<void> };
let pristine: Bundle;
let key: SigningKey;
let publicKey: string;
let bundle: Bundle;

beforeAll(async () => {
  root = await dir({ unsafeCleanup: true });
  ({ key, public: publicKey } = makeKey(root.path, 'vendor'));
  mkdirSync(join(root.path, 'pristine'));
  pristine = makeBundle(join(root.path, 'pristine'), { key });
});
afterAll(() => root.cleanup());
beforeEach(() => {
  const folder = join(root.path, 'copy');
  rmSync(folder, { recursive: true, force: true });
  cpSync(pristine.folder, folder, { recursive: true });
  const there = (path: string) => path.replace(pristine.folder, folder);
  bundle = {
    ...pristine,
    folder,
    certificate: there(pristine.certificate),
    record: there(pristine.record),
    driver: there(pristine.driver),
  };
});

function verify(options: { key?: string } = {}): Verification {
  return verifyCertificate({ certificate: bundle.certificate, suites: bundle.suites, ...options });
}

/** Names of the checks that do not hold. */
function wrong(verification = verify()): Check['name'][] {
  expect(verification.holds).toBe(verification.checks.every(({ holds }) => holds));
  return verification.checks.filter(({ holds }) => !holds).map(({ name }) => name);
}

function changeFile(path: string, change: (bytes: Buffer) => Uint8Array | string): void {
  const before = readFileSync(path);
  const after = Buffer.from(change(Buffer.from(before)));
  expect(after.equals(before)).toBe(false);
  writeFileSync(path, after);
}

const replaced = (from: string, to: string) => (bytes: Buffer) => bytes.toString().replace(from, to);

/** The record as it is, rewritten by someone who knows JSON. */
function changeRecord(change: (record: FlexcertRecord) => void): void {
  changeFile(bundle.record, (bytes) => {
    const record = JSON.parse(bytes.toString()) as FlexcertRecord;
    change(record);
    return JSON.stringify(record);
  });
}

test('untouched it holds, with the key of the vendor and without', () => {
  expect(wrong()).toEqual([]);
  expect(wrong(verify({ key: publicKey }))).toEqual([]);
});

/** Every leaf of a value: the path to it. */
function leaves(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, item]) =>
    leaves(item, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

function changedAt(value: unknown, path: readonly (string | number)[]): unknown {
  const copy = structuredClone(value) as Record<string | number, unknown>;
  let place = copy;
  for (const step of path.slice(0, -1)) place = place[step] as Record<string | number, unknown>;
  const last = path.at(-1) as string | number;
  const old = place[last];
  place[last] = typeof old === 'number' ? old + 1 : typeof old === 'boolean' ? !old : `${String(old)}x`;
  return copy;
}

test('every field of the statement: a changed one is found by the signature or the form', () => {
  const statement = statementOfFile(bundle.certificate);
  const fields = leaves(statement);
  expect(fields.length).toBeGreaterThan(50);
  const missed = fields.filter((path) => {
    copyFileSync(pristine.certificate, bundle.certificate);
    replaceStatement(bundle.certificate, changedAt(statement, path));
    const [first] = wrong();
    return first !== 'signature' && first !== 'certificate';
  });
  expect(missed).toEqual([]);
});

test('every byte of the certificate: no changed one goes unseen', () => {
  const bytes = readFileSync(pristine.certificate);
  const missed: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    // Every kind of change in turn: one bit, case, a digit for a letter, a control character, no UTF-8.
    changed[at] = [(bytes[at] as number) ^ 1, (bytes[at] as number) ^ 0x20, 0x41, 0x0a, 0xff, 0x20][
      at % 6
    ] as number;
    if (changed.equals(bytes)) changed[at] = (bytes[at] as number) ^ 2;
    writeFileSync(bundle.certificate, changed);
    if (wrong().length === 0) missed.push(at);
  }
  expect(missed).toEqual([]);
});

describe('the certificate, in forms that say the same', () => {
  test.each<[string, (text: string) => Uint8Array | string]>([
    ['a blank more', (text) => text.replace(':', ': ')],
    ['no newline in the end', (text) => text.trimEnd()],
    ['a newline more', (text) => `${text}\n`],
    ['CRLF', (text) => text.replace('\n', '\r\n')],
    ['a byte order mark', (text) => `\ufeff${text}`],
    ['pretty-printed', (text) => `${JSON.stringify(JSON.parse(text), null, 2)}\n`],
    [
      'another order of keys',
      (text) => `${JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()))}\n`,
    ],
    ['a key twice', (text) => text.replace('{', '{"payload":"",')],
    ['a key more', (text) => text.replace('{', '{"x":1,')],
    ['an escape for a letter', (text) => text.replace('payload"', '\\u0070ayload"')],
    ['base64 without padding', (text) => text.replace(/=+"/, '"')],
    [
      'base64 for URLs',
      (text) =>
        text.replace(
          /"sig":"([^"]*)"/,
          (_, sig: string) => `"sig":"${sig.replaceAll('/', '_').replaceAll('+', '-')}_"`,
        ),
    ],
    ['a blank in base64', (text) => text.replace('"payload":"', '"payload":" ')],
    ['a second signature', (text) => text.replace(/\[(\{.*\})\]/, '[$1,$1]')],
    ['cut off', (text) => text.slice(0, -40)],
    ['empty', () => ''],
    ['NUL', (text) => `${text}\0`],
    ['no UTF-8', (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xff])])],
  ])('%s', (_, change) => {
    changeFile(bundle.certificate, (bytes) => change(bytes.toString()));
    expect(wrong()).toContain('certificate');
  });
});

describe('the seal', () => {
  const other = () => makeKey(root.path, 'other').key;

  test('the signature taken off', () => {
    resign(bundle.certificate, statementOfFile(bundle.certificate));
    expect(wrong()).toEqual(['signature']);
  });

  test('signed by another, who is not named', () => {
    resign(bundle.certificate, statementOfFile(bundle.certificate), other());
    expect(wrong()).toEqual(['signature']);
  });

  test('signed by another, who is named: only the key of the vendor tells', () => {
    const stranger = other();
    const statement = statementOfFile(bundle.certificate);
    const publicPem = stranger.public.export({ type: 'spki', format: 'pem' }).toString();
    statement.predicate.signer = { keyid: stranger.keyid, publicKey: publicPem };
    resign(bundle.certificate, statement, stranger);
    expect(wrong()).toEqual([]);
    expect(wrong(verify({ key: publicKey }))).toEqual(['signature']);
  });

  test('marked as unsigned throughout: the key of the vendor tells, and without it this is said', () => {
    const { signer: _signer, ...predicate } = statementOfFile(bundle.certificate).predicate;
    resign(bundle.certificate, { ...statementOfFile(bundle.certificate), predicate });
    expect(wrong(verify({ key: publicKey }))).toEqual(['signature']);
    expect(verify()).toMatchObject({ holds: true, unsigned: true });
    expect(JSON.stringify(verify().checks)).toContain('UNSIGNED');
  });

  test('the named key is another than its id', () => {
    const statement = statementOfFile(bundle.certificate);
    const publicPem = other().public.export({ type: 'spki', format: 'pem' }).toString();
    statement.predicate.signer = { keyid: key.keyid, publicKey: publicPem };
    resign(bundle.certificate, statement, key);
    expect(wrong()).toEqual(['signature']);
  });
});

describe('a statement that its own vendor signed, and that the record does not bear', () => {
  type Change = (predicate: Statement['predicate'], statement: Statement) => void;
  const first = <T>(list: readonly T[]) => list[0] as T;
  test.each<[string, Change, Check['name'][]]>([
    ['the result', (p) => (p.result = 'incomplete'), ['verdict']],
    ['a count', (p) => ((p.counts.MUST as Record<string, number>).passed = 99), ['verdict']],
    ['a release more', (p) => p.releases.push({ ...first(p.releases), release: '1.36' }), ['verdict']],
    ['no release', (p) => p.releases.splice(0), ['verdict']],
    ['the verdict of a release', (p) => (first(p.releases).verdict = 'not-conformant'), ['verdict']],
    ['what is unmeasured', (p) => first(p.releases).unmeasured.push('x'), ['verdict']],
    ['a capability', (p) => (p.driver.capabilities.fsGroup = false), ['verdict']],
    ['a command', (p) => p.driver.commands.push('expandfs'), ['verdict']],
    ['the name of the driver', (p) => (p.driver.name = 'example.com/other'), ['driver', 'verdict']],
    ['the version of the driver', (p) => (p.driver.version = '3.0'), ['verdict']],
    ['the tool', (p) => (p.tool.version = '9.9'), ['verdict']],
    ['the suite', (p) => (p.suite.version = '9.9'), ['verdict']],
    ['the digest of the record', (p) => (p.record.digest.sha256 = 'a'.repeat(64)), ['record']],
    ['the name of the record', (p) => (p.record.name = 'other.json'), ['record']],
    [
      'the digest of a file',
      (_, s) => (first(s.subject).digest.sha256 = 'a'.repeat(64)),
      ['driver', 'verdict'],
    ],
    ['the name of a file', (_, s) => (first(s.subject).name = 'x'), ['driver', 'verdict']],
    ['a file left out', (_, s) => s.subject.splice(0, 1), ['driver', 'verdict']],
    ['a file twice', (_, s) => s.subject.push(first(s.subject)), ['driver']],
  ])('%s', (_, change, found) => {
    const statement = statementOfFile(bundle.certificate);
    change(statement.predicate, statement);
    resign(bundle.certificate, statement, key);
    expect(wrong()).toEqual(found);
  });
});

describe('the record', () => {
  test.each<[string, (bytes: Buffer) => Uint8Array | string]>([
    ['a digit', replaced('"durationMs":', '"durationMs":1')],
    ['a letter', replaced('kubelet', 'Kubelet')],
    ['a blank', replaced('": ', '":  ')],
    ['a newline', (bytes) => `${bytes.toString()}\n`],
    ['a line ending', replaced('\n', '\r\n')],
    ['a brace', replaced('}', '')],
    ['a quote', replaced('"', "'")],
    ['a control character', replaced('kubelet', 'kube\x01let')],
    [
      'a byte that is no UTF-8',
      (bytes) => Buffer.concat([bytes.subarray(0, 900), Buffer.from([0xff]), bytes.subarray(901)]),
    ],
    ['its end', (bytes) => bytes.subarray(0, -200)],
    ['everything', () => ''],
  ])('%s is changed', (_, change) => {
    changeFile(bundle.record, change);
    expect(wrong()).toContain('record');
  });

  test('is missing', () => {
    rmSync(bundle.record);
    expect(wrong()).toEqual(['record']);
  });

  test.each<[string, (record: FlexcertRecord) => void, Check['name'][]]>([
    ['a failure', ({ results }) => (first(results).status = 'failed'), ['record', 'verdict']],
    ['a skipped MUST', ({ results }) => (first(results).status = 'skipped'), ['record', 'verdict']],
    [
      'a failure told as a pass in the summary alone',
      ({ summary }) => (summary.counts.MUST.passed += 1),
      ['record', 'verdict'],
    ],
    ['a result left out', ({ results }) => results.splice(0, 1), ['record', 'verdict', 'suite']],
    ['another level', ({ results }) => (first(results).level = 'MAY'), ['record', 'verdict', 'suite']],
    [
      'a requirement of another suite',
      ({ results }) => results.push({ ...first(results), id: 'mount/own' }),
      ['record', 'verdict', 'suite'],
    ],
    ['other files of the driver', ({ driver }) => (driver.files.nas = 'a'.repeat(64)), ['record', 'verdict']],
    ['an unknown suite', ({ tool }) => (tool.suite = '99.0'), ['record', 'verdict', 'suite']],
    ['known-failing', ({ results }) => (first(results).known = 'issue 1'), ['record', 'verdict']],
    ['a selection', (record) => (record.selection = ['--grep mount']), ['record', 'verdict']],
    ['a shard', (record) => (record.shard = '1/2'), ['record', 'verdict']],
    ['an early end', (record) => (record.ended = 'SIGINT'), ['record', 'verdict']],
    ['tried again', ({ results }) => (first(results).attempts = 3), ['record', 'verdict']],
    ['a newer version', (record) => ((record as { version: number }).version = 2), ['record']],
  ])('with %s: each thing that is wrong is named', (_, change, found) => {
    changeRecord(change);
    expect(wrong()).toEqual(found);
  });
  const first = <T>(list: readonly T[]) => list[0] as T;
});

describe('the driver', () => {
  const file = (name = 'nas') => join(bundle.driver, name);
  test.each<[string, () => void, RegExp]>([
    [
      'the first byte',
      () => changeFile(file(), (b) => Buffer.concat([Buffer.from('?'), b.subarray(1)])),
      /nas is not the file/,
    ],
    ['the last byte', () => changeFile(file(), (b) => b.subarray(0, -1)), /nas is not the file/],
    ['a byte more', () => appendFileSync(file(), '\n'), /nas is not the file/],
    ['a NUL', () => appendFileSync(file(), '\0'), /nas is not the file/],
    [
      'a letter',
      () => changeFile(file('lib/common.sh'), replaced('answer', 'Answer')),
      /lib\/common\.sh is not the file/,
    ],
    [
      'a blank for a tab',
      () => changeFile(file('lib/common.sh'), replaced('\t', '  ')),
      /lib\/common\.sh is not/,
    ],
    ['line endings', () => changeFile(file(), replaced('\n', '\r\n')), /nas is not the file/],
    [
      'another encoding',
      () => changeFile(file('lib/common.sh'), (b) => Buffer.from(b.toString(), 'latin1')),
      /lib\/common\.sh is not/,
    ],
    ['nothing left of it', () => truncateSync(file()), /nas is not the file/],
    ['a file gone', () => rmSync(file('lib/common.sh')), /lib\/common\.sh is missing/],
    ['a file more', () => writeFileSync(file('lib/extra.sh'), ''), /lib\/extra\.sh was not there/],
    ['a hidden file more', () => writeFileSync(file('.extra'), ''), /\.extra was not there/],
    ['a file renamed', () => renameSync(file('nas'), file('NAS')), /nas is missing/],
    [
      'two files exchanged',
      () => {
        renameSync(file(), file('x'));
        renameSync(file('lib/common.sh'), file());
        renameSync(file('x'), file('lib/common.sh'));
      },
      /nas is not the file/,
    ],
    [
      'a link to another file',
      () => {
        rmSync(file());
        symlinkSync('lib/common.sh', file());
      },
      /nas is not the file/,
    ],
    ['a link to a directory more', () => symlinkSync('/etc', file('etc')), /etc was not there/],
    ['a broken link more', () => symlinkSync('nowhere', file('broken')), /broken was not there/],
    [
      'the directory gone',
      () => rmSync(bundle.driver, { recursive: true }),
      /no example\.com~nas beside the certificate.*--driver/,
    ],
  ])('%s', (_, change, found) => {
    change();
    const verification = verify();
    expect(wrong(verification)).toEqual(['driver']);
    expect(verification.checks.find(({ name }) => name === 'driver')?.found.join('\n')).toMatch(found);
  });
});
