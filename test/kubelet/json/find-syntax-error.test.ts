import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSyntaxError } from '../../../src/kubelet/json/find-syntax-error.ts';

const errorOf = (text: string) => findSyntaxError(Buffer.from(text));

describe('findSyntaxError', () => {
  it.each([
    ['', 'unexpected end of JSON input', 0],
    [' \n', 'unexpected end of JSON input', 2],
    ['{', 'unexpected end of JSON input', 1],
    ['{"a"', 'unexpected end of JSON input', 4],
    ['{"a":', 'unexpected end of JSON input', 5],
    ['{"a":1', 'unexpected end of JSON input', 6],
    ['{"a":1,', 'unexpected end of JSON input', 7],
    ['[1', 'unexpected end of JSON input', 2],
    ['"ab', 'unexpected end of JSON input', 3],
    // A token cut short is judged as if a blank followed.
    ['tru', "invalid character ' ' in literal true (expecting 'e')", 3],
    ['fals', "invalid character ' ' in literal false (expecting 'e')", 4],
    ['-', "invalid character ' ' in numeric literal", 1],
    ['1.', "invalid character ' ' after decimal point in numeric literal", 2],
    ['1e', "invalid character ' ' in exponent of numeric literal", 2],
    ['1e+', "invalid character ' ' in exponent of numeric literal", 3],
    ['"\\', "invalid character ' ' in string escape code", 2],
    ['"\\u00', "invalid character ' ' in \\u hexadecimal character escape", 5],
    ['-ne {"status":"Success"}', "invalid character 'n' in numeric literal", 1],
    ['01', "invalid character '1' after top-level value", 1],
    ['[01]', "invalid character '1' after array element", 2],
    ['[1,]', "invalid character ']' looking for beginning of value", 3],
    ['[1}', "invalid character '}' after array element", 2],
    ['{"a":1]', "invalid character ']' after object key:value pair", 6],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string", 7],
    ['{a', "invalid character 'a' looking for beginning of object key string", 1],
    ['{"a" 1', "invalid character '1' after object key", 5],
    ['{}x', "invalid character 'x' after top-level value", 2],
    ['{}\0', "invalid character '\\x00' after top-level value", 2],
    ["'a'", "invalid character '\\'' looking for beginning of value", 0],
    ['{}"', "invalid character '\"' after top-level value", 2],
    ['\u00a0{}', "invalid character 'Â' looking for beginning of value", 0],
    ['\\', "invalid character '\\\\' looking for beginning of value", 0],
    ['"a\r"', "invalid character '\\r' in string literal", 2],
    ['nulL', "invalid character 'L' in literal null (expecting 'l')", 3],
  ])('%j: %s', (text, error, at) => {
    expect(errorOf(text)).toEqual({ kind: 'syntax', text: error, at });
  });

  it.each([
    [0x07, '\\a'],
    [0x0b, '\\v'],
    [0x1b, '\\x1b'],
    [0x7f, '\\x7f'],
    [0x80, '\\u0080'],
    [0x9f, '\\u009f'],
    [0xa0, '\\u00a0'],
    [0xa1, '¡'],
    [0xad, '\\u00ad'],
    [0xff, 'ÿ'],
  ])('shows byte %i as %s', (byte, shown) => {
    expect(findSyntaxError(Uint8Array.of(byte))?.text).toBe(
      `invalid character '${shown}' looking for beginning of value`,
    );
  });

  it('allows 10,000 levels and no more', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(errorOf(nested(10_000))).toBeUndefined();
    expect(errorOf(nested(10_001))).toEqual({
      kind: 'syntax',
      text: "invalid character '[' exceeded max depth",
      at: 10_000,
    });
    expect(errorOf('{"a":'.repeat(10_001))?.text).toBe("invalid character '{' exceeded max depth");
    expect(findSyntaxError(Buffer.from(nested(100_000)), Number.POSITIVE_INFINITY)).toBeUndefined();
  });
});

/** Text near JSON: mostly its own tokens, now and then something else. */
const nearJson = fc
  .array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          '"',
          '\\',
          'true',
          'false',
          'null',
          '""',
          '"a"',
        ),
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom('0', '-', '1', '.', 'e', '+', ' ', '\n', '\\u', 'd8', '"\\n"'),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

describe('properties', () => {
  it('accepts exactly what JSON.parse accepts', () => {
    const agree = (text: string) => {
      const accepted = errorOf(text) === undefined;
      let parsed = true;
      try {
        JSON.parse(text);
      } catch {
        parsed = false;
      }
      return accepted === parsed;
    };
    fc.assert(fc.property(nearJson, agree), { numRuns: 20_000 });
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), agree), { numRuns: 2_000 });
    const cut = fc.tuple(fc.json(), fc.nat()).map(([json, at]) => json.slice(0, at % (json.length + 1)));
    fc.assert(fc.property(cut, agree), { numRuns: 5_000 });
  });

  it('never throws on any bytes, and names a byte that is there or the end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const error = findSyntaxError(bytes);
        if (error !== undefined) {
          expect(error.at).toBeGreaterThanOrEqual(0);
          expect(error.at).toBeLessThanOrEqual(bytes.length);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('stops at the first byte that no continuation could mend', () => {
    fc.assert(
      fc.property(nearJson, (text) => {
        const bytes = Buffer.from(text);
        const error = findSyntaxError(bytes);
        if (error === undefined || error.at === bytes.length) return;
        // What comes before the place is a beginning that more bytes could complete.
        const before = findSyntaxError(bytes.subarray(0, error.at));
        expect(before?.at ?? error.at).toBe(error.at);
      }),
      { numRuns: 5_000 },
    );
  });
});
