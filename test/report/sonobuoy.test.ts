import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderSonobuoy, type SonobuoyItem, sonobuoyText } from '../../src/report/sonobuoy.ts';
import { allPass, FIVE, incomplete, withFailures } from '../support/records.ts';

const read = (record: FlexcertRecord) => parse(renderSonobuoy(record), { version: '1.1' }) as SonobuoyItem;
const leaves = (item: SonobuoyItem): SonobuoyItem[] =>
  (item.items ?? []).flatMap((one) => (one.items ? leaves(one) : [one]));

/** PyYAML is of the family of their parser: YAML 1.1, and it refuses what YAML does not print. */
function pythonReads(text: string): unknown {
  const program =
    'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin.buffer.read().decode()), sys.stdout)';
  return JSON.parse(
    execFileSync('python3', ['-c', program], { input: text, encoding: 'utf8', maxBuffer: 1 << 28 }),
  );
}

describe.each(Object.entries(FIVE))('%s', (_, build) => {
  test('a parser of YAML 1.1 reads texts alone, and the same as we mean', (context) => {
    context.skip(spawnSync('python3', ['-c', 'import yaml']).status !== 0, 'needs python3-yaml');
    const record = build();
    const tree = pythonReads(renderSonobuoy(record)) as SonobuoyItem;
    expect(tree).toEqual(read(record));
    expect(leaves(tree)).toHaveLength(record.results.length);
    for (const { name, status, meta = {}, details = {} } of leaves(tree)) {
      for (const text of [name, status, ...Object.values(meta), ...Object.values(details)]) {
        expect(typeof text).toBe('string');
      }
    }
  });
});

test('the root has the verdict as its status', () => {
  expect(read(allPass()).status).toBe('passed');
  expect(read(withFailures()).status).toBe('failed');
  expect(read(incomplete()).status).toBe('incomplete');
});

test('a requirement has its id for a name, and says why it failed', () => {
  const failed = leaves(read(withFailures())).find(({ status }) => status === 'failed');
  const result = withFailures().results.find(({ status, level }) => status === 'failed' && level === 'MUST');
  expect(failed?.name).toBe(result?.id);
  expect(failed?.meta).toEqual({ level: 'MUST', kubelet: result?.kubelet });
  expect(failed?.details?.sentence).toMatch(/^The driver MUST /);
  expect(failed?.details?.calls).toContain('already mounted');
});

test('a failing SHOULD has a word of its own, and counts when strict', () => {
  const of = (record: FlexcertRecord) =>
    leaves(read(record)).find(({ meta }) => meta?.level === 'SHOULD')?.status;
  const record = withFailures();
  const should = {
    ...(record.results.find(({ level }) => level === 'SHOULD') as (typeof record.results)[0]),
    status: 'failed' as const,
  };
  expect(of({ ...record, results: [should] })).toBe('SHOULD failed');
  expect(of({ ...record, results: [should], strict: true })).toBe('failed');
});

test.each(['no', '1.20', '0o17', '~', '1_000', '=', 'a: b', '- x', '\u0085 \ufffe \u0007', 'a\n\nb\n', '#'])(
  'the text %j stays a text',
  (text) => {
    const [line = ''] = sonobuoyText({ name: text, status: text }).split('\n');
    expect(line).toMatch(/^name: "/);
    expect(
      typeof (parse(sonobuoyText({ name: text, status: 'x' }), { version: '1.1' }) as SonobuoyItem).name,
    ).toBe('string');
  },
);

describe('the JUnit file beside it, by the rules of their parser', () => {
  // pkg/client/results/junit.go of Sonobuoy 0.57: a number that is none fails the whole file, suites nest once,
  // <skipped> outranks <failure>, and only elements decide.
  test.each(Object.entries(FIVE))('%s', (_, build) => {
    const record = build();
    const xml = renderJunit(record);
    for (const [, attributes = ''] of xml.matchAll(/<testsuite (.*?)>/g)) {
      expect(/ tests="(.*?)"/.exec(` ${attributes}`)?.[1]).toMatch(/^\d+$/);
      expect(/ failures="(.*?)"/.exec(` ${attributes}`)?.[1]).toMatch(/^\d+$/);
      expect(/ time="(.*?)"/.exec(` ${attributes}`)?.[1]).toMatch(/^\d+(\.\d+)?$/);
    }
    expect(xml).not.toMatch(/<testsuite [^>]*>(?:(?!<\/testsuite>)[\s\S])*<testsuite /);
    const cases = xml.match(/<testcase [\s\S]*?<\/testcase>/g) ?? [];
    expect(cases).toHaveLength(record.results.length);
    const theirs = cases.map((text) => {
      const outside = text.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');
      if (outside.includes('<skipped')) return 'skipped';
      return /<(failure|error)\b/.test(outside) ? 'failed' : 'passed';
    });
    const failing = record.results.filter(
      ({ status, level }) =>
        status === 'error' ||
        (status === 'failed' && (level === 'MUST' || (record.strict === true && level === 'SHOULD'))),
    );
    expect(theirs.filter((status) => status === 'failed')).toHaveLength(failing.length);
    expect(theirs.filter((status) => status === 'passed')).toHaveLength(
      record.results.filter(({ status }) => status === 'passed').length,
    );
  });
});
