import { describe, expect, test } from 'vitest';
import type { Check } from '../../src/certificate/check.ts';
import type { Statement } from '../../src/certificate/statement.ts';
import { resign, statementOfFile } from '../support/certificates.ts';
import { tampering } from '../support/tampering.ts';

const t = tampering();

describe('the seal', () => {
  test('the signature taken off', () => {
    resign(t.bundle.certificate, statementOfFile(t.bundle.certificate));
    expect(t.wrong()).toEqual(['signature']);
  });

  test('signed by another, who is not named', () => {
    resign(t.bundle.certificate, statementOfFile(t.bundle.certificate), t.stranger());
    expect(t.wrong()).toEqual(['signature']);
  });

  test('signed by another, who is named: only the key of the vendor tells', () => {
    const stranger = t.stranger();
    const statement = statementOfFile(t.bundle.certificate);
    const publicPem = stranger.public.export({ type: 'spki', format: 'pem' }).toString();
    statement.predicate.signer = { keyid: stranger.keyid, publicKey: publicPem };
    resign(t.bundle.certificate, statement, stranger);
    expect(t.wrong()).toEqual([]);
    expect(t.wrong(t.verify({ key: t.vendor.public }))).toEqual(['signature']);
  });

  test('marked as unsigned throughout: the key of the vendor tells, and without it this is said', () => {
    const { signer: _signer, ...predicate } = statementOfFile(t.bundle.certificate).predicate;
    resign(t.bundle.certificate, { ...statementOfFile(t.bundle.certificate), predicate });
    expect(t.wrong(t.verify({ key: t.vendor.public }))).toEqual(['signature']);
    expect(t.verify()).toMatchObject({ holds: true, unsigned: true });
    expect(JSON.stringify(t.verify().checks)).toContain('UNSIGNED');
  });

  test('the named key is another than its id', () => {
    const statement = statementOfFile(t.bundle.certificate);
    const publicPem = t.stranger().public.export({ type: 'spki', format: 'pem' }).toString();
    statement.predicate.signer = { keyid: t.vendor.key.keyid, publicKey: publicPem };
    resign(t.bundle.certificate, statement, t.vendor.key);
    expect(t.wrong()).toEqual(['signature']);
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
    const statement = statementOfFile(t.bundle.certificate);
    change(statement.predicate, statement);
    resign(t.bundle.certificate, statement, t.vendor.key);
    expect(t.wrong()).toEqual(found);
  });
});
