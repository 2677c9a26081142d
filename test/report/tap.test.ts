import { Parser } from 'tap-parser';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { visibleText } from '../../src/record/visible.ts';
import { renderTap, tapChunks } from '../../src/report/tap.ts';
import { buildRecord, FIVE, hostileRecord, incomplete, withFailures } from '../support/records.ts';

/** What tap-parser, strict, makes of it: no line may be anything but TAP. */
function read(record: FlexcertRecord) {
  const text = renderTap(record);
  const points = Parser.parse(text, { strict: true });
  const parser = new Parser({ strict: true });
  parser.end(text);
  const results = parser.results;
  if (results === null) throw new Error('the parser did not end');
  const asserts = points.flatMap((event) => (event[0] === 'assert' ? [event[1]] : []));
  return { text, results, asserts, extra: points.filter(([type]) => type === 'extra') };
}

test.each(Object.entries(FIVE))(
  '%s: a strict parser finds every requirement and nothing besides',
  (_, build) => {
    const record = build();
    const { results, asserts, extra } = read(record);
    expect(extra).toEqual([]);
    expect(asserts).toHaveLength(record.results.length);
    expect(results.plan.end).toBe(record.results.length);
    for (const [index, { name }] of asserts.entries()) {
      const result = record.results[index];
      expect(name).toBe(`${result?.id} (kubelet ${result?.kubelet})`);
    }
  },
);

describe('what counts', () => {
  test('a failing MUST and our trouble fail, the rest is todo or skip', () => {
    const { results } = read(withFailures());
    expect(results.ok).toBe(false);
    expect(results.failures.map((failure) => ('name' in failure ? failure.name : ''))).toEqual([
      'protocol/answers-one-document (kubelet 1.20)',
      'mount/mounts-there (kubelet 1.20)',
      'mountdevice/keeps-an-existing-filesystem (kubelet 1.32)',
    ]);
    expect(results.todo).toBe(3);
  });

  test('a failing SHOULD fails when strict', () => {
    expect(read({ ...withFailures(), strict: true }).results.failures).toHaveLength(4);
  });

  test('a run that ended early, and one that ran nothing, are no success', () => {
    const { results } = read(incomplete());
    expect(results.bailout).toBe('the run ended early: SIGINT');
    expect(results.skip).toBe(10);
    expect(read(buildRecord([])).results.ok).toBe(false);
  });
});

test('a diagnosis block is YAML and says what the record says', () => {
  const record = hostileRecord();
  const blocks = [...renderTap(record).matchAll(/^ {2}---\n(.*?)^ {2}\.\.\.$/gms)].map(([, block = '']) =>
    parse(block),
  );
  expect(blocks).toHaveLength(record.results.length);
  for (const [index, block] of blocks.entries()) {
    expect(block.message).toBe(visibleText(record.results[index]?.message ?? ''));
    expect(block.reference).toBe(visibleText(record.results[index]?.reference ?? ''));
  }
});

test('no reason opens a subtest, whatever it ends with', () => {
  const [result] = withFailures().results;
  const skipped = {
    ...(result as NonNullable<typeof result>),
    status: 'skipped' as const,
    message: 'no { # {',
  };
  const { asserts, extra } = read(buildRecord([skipped, skipped]));
  expect(asserts).toHaveLength(2);
  expect(extra).toEqual([]);
});

test('pieces make the same text', () => {
  expect([...tapChunks(withFailures())].join('')).toBe(renderTap(withFailures()));
});
