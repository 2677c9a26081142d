import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf } from '../../../src/diagnose/answer/place.ts';
import { showBytes } from '../../../src/diagnose/show-bytes.ts';
import { pageOf } from '../../../src/diagnose/text/page.ts';
import { showOutput } from '../../../src/diagnose/text/show-output.ts';

const page = pageOf({ color: false, width: 80 });

/** What stands above the caret. */
function pointedAt(rows: readonly string[]): string {
  const index = rows.findIndex((row) => /^ *\^ (?:byte \d+|the end, after)/.test(row));
  const column = (rows[index] as string).indexOf('^');
  return (rows[index - 1] as string).slice(column);
}

describe('an output with a place', () => {
  it('has the caret under the byte, whatever bytes lie before it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), fc.nat(399), (bytes, at) => {
        // A visible ASCII byte, so that it cannot be part of a character that began before it.
        const marked = Buffer.from(bytes);
        const index = at % marked.length;
        marked[index] = 0x40;
        expect(pointedAt(showOutput(marked, placeOf(marked, index), page))).toMatch(/^@/);
      }),
    );
  });

  it('fits the width, and says what it leaves out', () => {
    const long = Buffer.from(`${'a'.repeat(5000)}@${'b'.repeat(5000)}`);
    const rows = showOutput(long, placeOf(long, 5000), page);
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(80);
    expect(rows[0]).toMatch(/^ {2}…a+@b+…$/);
    expect(rows.slice(2)).toEqual([expect.stringMatching(/^ {2}…b+…$/), expect.stringMatching(/^ {2}…b+…$/)]);
    expect(pointedAt(rows)).toMatch(/^@/);
  });

  it('goes on with a long line, whose end says what went wrong', () => {
    const text = Buffer.from(`/a/path${'/of/many/parts'.repeat(6)}/nas: 6: nasctl: not found\n`);
    const rows = showOutput(text, placeOf(text, 0), page);
    expect(pointedAt(rows)).toMatch(/^\/a/);
    expect(rows.at(-1)).toMatch(/^ {2}….*nasctl: not found\\n$/);
  });

  it('points behind the last byte when the end is the trouble', () => {
    const text = Buffer.from('{"status":\n');
    expect(showOutput(text, placeOf(text, text.length), page)).toEqual([
      '  {"status":\\n',
      '              ^ the end, after 11 bytes',
    ]);
    expect(showOutput(Buffer.alloc(0), placeOf(Buffer.alloc(0), 0), page)).toEqual(['  (nothing)']);
  });

  it('numbers the lines, and shows those around the place alone', () => {
    const text = Buffer.from('one\ntwo\nthree\nfour\nfive\nsix\n');
    expect(showOutput(text, placeOf(text, 16), page)).toEqual([
      '  (1 line before)',
      '  2 │ two\\n',
      '  3 │ three\\n',
      '  4 │ four\\n',
      '        ^ byte 17',
      '  5 │ five\\n',
      '  (1 more line)',
    ]);
  });

  it('is shown without a caret where there is no place', () => {
    expect(showOutput(Buffer.from('{}'), undefined, page)).toEqual(['  {}']);
  });

  it('is quick on a megabyte in one line', () => {
    const huge = Buffer.alloc(8 << 20, 0x61);
    expect(showOutput(huge, placeOf(huge, huge.length), page)).toHaveLength(2);
  });
});

describe('bytes made visible', () => {
  it.each([
    [Buffer.from('a\u001b[31m\0\r\n'), 'a\\x1b[31m\\x00\\r\\n'],
    [Buffer.from([0xff, 0xc3, 0xa9, 0xc3]), '\\xffé\\xc3'],
    [Buffer.from('\ufffd\u2028'), '\ufffd\\xe2\\x80\\xa8'],
    [Buffer.from([0xed, 0xa0, 0x80]), '\\xed\\xa0\\x80'],
  ])('%o', (bytes, shown) => {
    expect(showBytes(bytes)).toBe(shown);
  });
});
