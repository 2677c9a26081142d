import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FlexcertRecord, Result } from '../../src/record/schema.ts';
import { visibleText } from '../../src/record/visible.ts';
import { junitChunks, renderJunit } from '../../src/report/junit.ts';
import { catalogue } from '../support/record-parts.ts';
import { buildRecord, FIVE, hostileRecord, large, withFailures } from '../support/records.ts';
import { canonical, schemaComplaints, unescaped } from '../support/xml.ts';

/** One case of the written file, by its name. */
function caseOf(xml: string, name: string, nth = 0): string {
  const cases = xml.split('<testcase ').filter((part) => part.includes(`name="${name}"`));
  return cases[nth] ?? '';
}

test.each(Object.entries(FIVE))('%s: keeps to the schema of Jenkins', async (_, build) => {
  expect(await schemaComplaints({ 'junit.xml': renderJunit(build()) })).toEqual([]);
});

test('the validator does find what is wrong', async () => {
  const xml = renderJunit(FIVE.failures?.() as FlexcertRecord);
  expect(await schemaComplaints({ 'a.xml': xml.replace('classname=', 'file=') })).not.toEqual([]);
  expect(await schemaComplaints({ 'b.xml': xml.replace('<system-out>', '<system-out>\x1b') })).not.toEqual(
    [],
  );
  expect(await schemaComplaints({ 'c.xml': xml.replace(/ time="[^"]*"/, ' time="1e3"') })).not.toEqual([]);
});

describe('elements carry the truth', () => {
  const xml = renderJunit(withFailures());
  test.each([
    [
      'a failing MUST',
      'protocol/answers-one-document',
      /<failure type="MUST" message="expected Success to the second mount; came Failure: already mounted">/,
    ],
    [
      'a failing SHOULD',
      'init/is-repeatable',
      /<skipped type="SHOULD" message="SHOULD failed: init took 1.4 s/,
    ],
    [
      'a failing MAY',
      'waitforattach/names-the-device',
      /<skipped type="MAY" message="MAY failed: no expandvolume">/,
    ],
    ['our own trouble', 'mount/mounts-there', /<error type="MUST" message="losetup: cannot find an unused/],
    ['a known failure', 'unmount/is-idempotent', /<skipped type="MUST" message="known failure: issue 42">/],
  ])('%s', (_, name, element) => {
    expect(caseOf(xml, name)).toMatch(element);
  });

  test('a pass has no other element, and a leak and a needless known-failing are told in its output', () => {
    const passed = caseOf(xml, 'security/keeps-secrets');
    expect(passed).not.toMatch(/<(failure|error|skipped)/);
    expect(passed).toContain('Listed in known-failing (issue 7), and passed');
    expect(caseOf(xml, 'protocol/answers-one-document')).toContain(
      'Left behind: mount /var/lib/kubelet/pods',
    );
  });

  test('with strict a failing SHOULD is a failure, a failing MAY never', () => {
    const strict = renderJunit({ ...withFailures(), strict: true });
    expect(caseOf(strict, 'init/is-repeatable')).toMatch(/<failure type="SHOULD"/);
    expect(caseOf(strict, 'waitforattach/names-the-device')).toMatch(/<skipped type="MAY"/);
  });

  test('counts agree with the elements', () => {
    const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;
    const root = /<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="(\d+)"/.exec(xml) ?? [];
    expect(root.slice(1).map(Number)).toEqual([
      count(xml, /<testcase /g),
      count(xml, /<failure /g),
      count(xml, /<error /g),
    ]);
    const suites = xml.split('<testsuite ').slice(1);
    for (const suite of suites) {
      const given = /tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(suite) ?? [];
      const elements = [/<testcase /g, /<failure /g, /<error /g, /<skipped /g];
      expect(given.slice(1).map(Number)).toEqual(elements.map((pattern) => count(suite, pattern)));
    }
  });
});

test('classname and name together are unique, also when a requirement was repeated', () => {
  const repeated = catalogue(5);
  const record = buildRecord([...repeated, ...repeated, ...withFailures().results]);
  const keys = [...renderJunit(record).matchAll(/<testcase classname="([^"]*)" name="([^"]*)"/g)].map(String);
  expect(keys).toHaveLength(90);
  expect(new Set(keys).size).toBe(90);
});

test('hostile text arrives whole and visible', async () => {
  const record = hostileRecord();
  const text = unescaped(await canonical(renderJunit(record)));
  for (const result of record.results.filter(({ message }) => (message?.length ?? 0) < 1000)) {
    expect(text).toContain(visibleText(result.message ?? ''));
  }
  expect(text).toContain('{\\xff\\xfe\\xc0\\x80\\xed\\xa0\\x80\\xf5}');
  expect(text).toContain(']]> <![CDATA[ ]]]]>> & < > " \' </script>');
  expect(text).toContain('lone \\ud800 and \\udc00x');
});

test('any text in any place is well-formed and comes back as it was made visible', async () => {
  const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 60 }), { numRuns: 150, seed: 7 });
  const spiced = texts.map(
    (text, index) => ['\0', '\x1b', ']]>', '\ufffe', '\ud800', '<', '"', '\n'][index % 8] + text,
  );
  const results = spiced.map((text, index): Result => {
    const base = catalogue(1)[0] as Result;
    return { ...base, id: `mount/${index}${text}`, status: 'failed', message: text, reference: text };
  });
  const xml = renderJunit(buildRecord(results));
  expect(await schemaComplaints({ 'junit.xml': xml })).toEqual([]);
  const parsed = unescaped(await canonical(xml));
  for (const text of spiced) expect(parsed).toContain(`Reference: ${visibleText(text)}`);
});

test('a transcript is capped with its head and tail, and the whole file stays below the limit of GitLab', () => {
  const big = (count: number): FlexcertRecord => {
    const record = large(count, 1);
    const output = { text: `HEAD${'x'.repeat(200_000)}TAIL\n`, length: 200_009 };
    for (const result of record.results) for (const call of result.calls) call.output = output;
    return record;
  };
  const one = renderJunit(big(1));
  expect(one.length).toBeLessThan(70_000);
  expect(one).toMatch(
    /HEADx+\n\[\.\.\. \d+ characters left out \.\.\.\]\nx+TAIL\n=&gt;|HEADx+\n\[\.\.\. \d+ characters left out \.\.\.\]\nx+TAIL\n=> exit 0/,
  );
  expect(Buffer.byteLength(renderJunit(big(2000)))).toBeLessThan(30_000_000);
});

test('pieces make the same text', () => {
  expect([...junitChunks(withFailures())].join('')).toBe(renderJunit(withFailures()));
});
