import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { parseRecord, readRecord } from '../../src/record/read.ts';
import { recordText } from '../../src/record/write.ts';
import { FIVE, withFailures } from '../support/records.ts';

describe.each(Object.entries(FIVE))('%s', (_, build) => {
  test('comes back as it was written', () => {
    const record = build();
    expect(parseRecord(recordText(record), 'record.json')).toEqual(record);
  });
});

test('one call a line, one result a line, so that grep and diff are of use', () => {
  const lines = recordText(withFailures()).split('\n');
  const calls = withFailures().results.flatMap((result) => result.calls);
  expect(lines.filter((line) => line.startsWith('  {"argv":'))).toHaveLength(calls.length);
  expect(lines.filter((line) => line.startsWith('{"id":'))).toHaveLength(80);
});

describe('is refused with its cause', () => {
  const record = withFailures();
  test.each([
    [
      'of a newer flexcert',
      { ...record, version: 2 },
      /r\.json has record version 2, .* reads 1 at most.*newer/,
    ],
    ['no record', { some: 'thing' }, /no flexcert record: it has no "version"/],
    ['no object', [], /no flexcert record/],
    [
      'a status that there is not',
      { ...record, results: [{ ...record.results[0], status: 'ok' }] },
      /results\.0\.status/,
    ],
    ['a key that there is not', { ...record, extra: 1 }, /extra/],
  ])('%s', (_, value, message) => {
    const read = () => parseRecord(JSON.stringify(value), 'r.json');
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });

  test('text that is no JSON', () => {
    expect(() => parseRecord('{"version":', 'r.json')).toThrow(/r\.json is no JSON: .*cut short/);
  });

  test('a file that is not there', () => {
    expect(() => readRecord('/nonexistent/record.json')).toThrow(/no such file/);
  });

  test('a directory', () => {
    expect(() => readRecord('/')).toThrow(/EISDIR/);
  });
});
