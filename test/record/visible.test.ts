import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordBytes } from '../../src/record/bytes.ts';
import { visibleBytes, visibleOutput, visibleText } from '../../src/record/visible.ts';

describe('text', () => {
  test.each([
    ['\x1b[31m', '\\x1b[31m'],
    ['\0\x7f', '\\x00\\x7f'],
    ['a\r\nb\tc', 'a\\r\nb\tc'],
    ['\ufeff{', '\\ufeff{'],
    ['\u0085\u2028', '\\u0085\\u2028'],
    ['\ufffe\uffff', '\\ufffe\\uffff'],
    ['\ufffd', '\ufffd'],
    ['ab\udc00c', 'ab\\udc00c'],
    ['\ud800', '\\ud800'],
    ['user\u202eexe', 'user\\u202eexe'],
    ['😀漢\u{e0041}', '😀漢\\u{e0041}'],
  ])('%j becomes %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  test('holds no character that XML or a terminal would choke on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary-ascii' }), (one, two) => {
        const shown = visibleText(one + two);
        expect(shown).toMatch(/^[\t\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
        expect(visibleText(shown)).toBe(shown);
      }),
    );
  });
});

describe('bytes', () => {
  test.each([
    [[0x7b, 0xff, 0xfe, 0x7d], '{\\xff\\xfe}'],
    [[0xc0, 0x80], '\\xc0\\x80'],
    [[0xed, 0xa0, 0x80], '\\xed\\xa0\\x80'],
    [[0xe2, 0x82], '\\xe2\\x82'],
    [[0xe2, 0x82, 0xac, 0x80], '€\\x80'],
    [[0xf4, 0x90, 0x80, 0x80], '\\xf4\\x90\\x80\\x80'],
    [[0xef, 0xbf, 0xbd], '\ufffd'],
    [[0xc2, 0x80], '\\u0080'],
  ])('%j become %j', (bytes, shown) => {
    expect(visibleBytes(Uint8Array.from(bytes))).toBe(shown);
  });

  test('agree with text wherever they are UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(visibleBytes(Buffer.from(text))).toBe(visibleText(text));
      }),
    );
  });

  test('are escaped exactly where a strict decoder sees no character', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        let escapes = 0;
        visibleBytes(bytes, (escaped) => {
          if (/^\\x[89a-f]/.test(escaped)) escapes += 1;
          return escaped;
        });
        let valid = true;
        try {
          new TextDecoder('utf-8', { fatal: true }).decode(bytes);
        } catch {
          valid = false;
        }
        expect(escapes === 0).toBe(valid);
      }),
    );
  });
});

test('a cut output says how much is missing, where it is missing', () => {
  const recorded = recordBytes({ output: Buffer.from('headtail'), outputBytes: 5000, cutAt: 4 });
  expect(visibleOutput(recorded)).toBe('head\n[... 4992 bytes left out, 5000 in all ...]\ntail');
});
