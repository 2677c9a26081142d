import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGoQuoted, unquoteGo } from '../../../src/diagnose/log/go-quote.ts';
import { readLog } from '../../../src/diagnose/log/read-log.ts';
import { goQuote } from '../../../src/kubelet/go-quote.ts';

describe('strings quoted by Go', () => {
  it('give back the bytes that were quoted', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 60 }),
          fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          expect(unquoteGo(goQuote(bytes))).toEqual(Buffer.from(bytes));
        },
      ),
    );
  });

  it.each([
    ['"\\u2028é😀\\U000e0001"', '\u2028é😀\u{e0001}'],
    ['"{\\"status\\":\\"Success\\"}\\n"', '{"status":"Success"}\n'],
    ['""', ''],
  ])('reads %s', (quoted, text) => {
    expect(unquoteGo(quoted)?.toString('utf8')).toBe(text);
  });

  it.each(['"cut off', '"cut\\', '"\\x4"', '"\\q"', '"\\UFFFFFFFF"', 'plain', '"a" and more'])(
    'refuses %s',
    (text) => {
      expect(unquoteGo(text)).toBeUndefined();
    },
  );

  it('ends where the string ends, also amid other text', () => {
    expect(readGoQuoted('x "a\\"b", error: y', 2)).toEqual({ bytes: Buffer.from('a"b'), end: 8 });
  });
});

describe('any text', () => {
  it('is taken apart without a throw, and no line is lost', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'E0222 20:31:02.123456    1234 driver-call.go:266] ',
        '{"MESSAGE":',
        '"',
        '\\',
        '\n',
        'Warning  FailedMount ',
        '\u0000',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const lines = readLog(text);
        expect(lines.length).toBeLessThanOrEqual(text.split('\n').length);
        for (const line of lines) expect(line.number).toBeGreaterThan(0);
      }),
    );
  });
});
