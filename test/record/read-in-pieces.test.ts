import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openRecord, parseRecord } from '../../src/record/read.ts';
import { readInPieces } from '../../src/record/read-in-pieces.ts';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { recordText } from '../../src/record/write.ts';
import { FIVE, hostileRecord, withFailures } from '../support/records.ts';

const folder = mkdtempSync(join(tmpdir(), 'flexcert-pieces-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'record.json');

/** In pieces, and written again while the file is open. */
function inPieces(text: string): string | undefined {
  writeFileSync(file, text);
  const opened = openSync(file, 'r');
  try {
    const record = readInPieces(opened);
    return record === undefined ? undefined : recordText(record);
  } finally {
    closeSync(opened);
  }
}

describe.each(Object.entries(FIVE))('%s', (_, build) => {
  test('comes back as it was written, read in pieces', () => {
    const text = recordText(build());
    expect(inPieces(text)).toBe(recordText(parseRecord(text, 'record.json')));
  });
});

test('calls are those of their result, in whatever order they are asked for', () => {
  const record = withFailures();
  writeFileSync(file, recordText(record));
  const { results } = openRecord(file).read();
  for (const index of [3, 79, 0, 3, 40, 79]) {
    expect(results[index]?.calls).toEqual(record.results[index]?.calls);
  }
  expect({ ...results[3] }).toEqual(record.results[3]);
});

test('a record in another layout is read as a whole, to the same', () => {
  const record = hostileRecord();
  const pretty = JSON.stringify(record, null, 2);
  expect(inPieces(pretty)).toBeUndefined();
  writeFileSync(file, pretty);
  // A lone surrogate has no UTF-8, so that the text of the file is what counts.
  expect(recordText(openRecord(file).read())).toBe(recordText(parseRecord(pretty, 'record.json')));
});

test('whatever is done to a line, it is read as a whole reader reads it, or not at all', () => {
  const record = { ...withFailures(), results: withFailures().results.slice(0, 6) };
  const lines = recordText(record).split('\n');
  const cut = fc.record({
    line: fc.nat(lines.length - 1),
    at: fc.nat(60),
    fromEnd: fc.boolean(),
    removed: fc.nat(3),
    put: fc.constantFrom(
      '',
      ',',
      ']',
      '}',
      '{',
      '"',
      '\\',
      '\n',
      '"calls":[',
      ']}',
      ']},',
      ' ',
      '[]',
      'null',
    ),
  });
  let read = 0;
  fc.assert(
    fc.property(fc.array(cut, { minLength: 1, maxLength: 3 }), (cuts) => {
      const changed = [...lines];
      for (const { line, at, fromEnd, removed, put } of cuts) {
        const text = changed[line] as string;
        const place = fromEnd ? Math.max(0, text.length - at) : Math.min(at, text.length);
        changed[line] = text.slice(0, place) + put + text.slice(place + removed);
      }
      const text = changed.join('\n');
      const mine = inPieces(text);
      if (mine === undefined) return;
      read += 1;
      expect(mine).toBe(recordText(parseRecord(text, 'record.json')));
    }),
    { numRuns: 500 },
  );
  expect(read).toBeGreaterThan(5);
});

test.each<[string, (record: FlexcertRecord) => unknown, RegExp]>([
  [
    'a call that is none',
    (record) => ({ ...record, results: [{ ...record.results[0], calls: [{ argv: 1 }] }] }),
    /results\.0\.calls\.0\.argv/,
  ],
  ['a newer version', (record) => ({ ...record, version: 9 }), /record version 9/],
])('%s is refused with its place', (_, change, message) => {
  writeFileSync(file, recordText(change(withFailures()) as FlexcertRecord));
  expect(() => openRecord(file).read()).toThrow(message);
});
