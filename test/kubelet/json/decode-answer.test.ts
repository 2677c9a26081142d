import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DecodedAnswer, decodeAnswer } from '../../../src/kubelet/json/decode-answer.ts';

const decode = (text: string): DecodedAnswer => decodeAnswer(Buffer.from(text));
const statusOf = (text: string) => {
  const { status, error } = decode(text);
  expect(error).toBeUndefined();
  return status;
};
const errorOf = (text: string) => decode(text).error?.text;

describe('keys', () => {
  it.each(['status', 'STATUS', 'Status', '\u017ftatu\u017f', 'st\\u0061tus', '\\u017ftatus'])(
    '%s is status',
    (key) => {
      expect(statusOf(`{"${key}":"x"}`)?.status).toBe('x');
    },
  );

  it.each(['status ', 'stat\u0131s', 'statuss', 'ſtatu', 'statu\u00df'])('%j is not', (key) => {
    expect(statusOf(`{"${key}":"x"}`)?.status).toBe('');
  });

  it('folds the Kelvin sign, which no field has, without taking it for another letter', () => {
    expect(statusOf('{"\u212aey":1,"attached":true}')?.attached).toBe(true);
  });

  it('takes the later duplicate, in any case', () => {
    expect(statusOf('{"device":"a","Device":"b"}')?.device).toBe('b');
  });
});

describe('null', () => {
  it('leaves a field as it was', () => {
    expect(statusOf('{"device":"a","device":null,"attached":true,"attached":null}')).toMatchObject({
      device: 'a',
      attached: true,
    });
  });

  it('is an answer that says nothing', () => {
    expect(statusOf('null')?.status).toBe('');
  });

  it('takes the capabilities away; an object after it begins with none of the defaults', () => {
    expect(statusOf('{"capabilities":null}')?.capabilities).toBeNull();
    expect(statusOf('{"capabilities":null,"capabilities":{"fsGroup":true}}')?.capabilities).toEqual({
      attach: false,
      selinuxRelabel: false,
      supportsMetrics: false,
      fsGroup: true,
      requiresFSResize: false,
    });
    expect(
      statusOf('{"capabilities":{"attach":false},"capabilities":{"fsGroup":false}}')?.capabilities,
    ).toEqual({
      attach: false,
      selinuxRelabel: true,
      supportsMetrics: false,
      fsGroup: false,
      requiresFSResize: true,
    });
  });
});

describe('types', () => {
  it('keeps the first error, and reads on all the same', () => {
    const { status, error } = decode('{"device":1,"attached":"x","status":"Success"}');
    expect(error).toEqual({
      kind: 'type',
      text: 'json: cannot unmarshal number into Go struct field DriverStatus.device of type string',
      at: 10,
    });
    expect(status?.status).toBe('Success');
  });

  it('finds a syntax error before any wrong type', () => {
    expect(errorOf('{"device":1,}')).toBe("invalid character '}' looking for beginning of object key string");
  });

  it('looks for no type in what it does not know', () => {
    expect(statusOf('{"x":{"device":1,"y":[{"status":2}]},"device":"d"}')?.device).toBe('d');
  });

  it('goes back to the outer struct after the capabilities', () => {
    expect(errorOf('{"capabilities":{"attach":true},"message":[]}')).toBe(
      'json: cannot unmarshal array into Go struct field DriverStatus.message of type string',
    );
  });

  it.each([
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    ['-0', 0n],
    ['0', 0n],
  ])('reads the size %s', (literal, size) => {
    expect(statusOf(`{"volumeNewSize":${literal}}`)?.volumeNewSize).toBe(size);
  });

  it.each(['9223372036854775808', '-9223372036854775809', '1e3', '1.0', '-1E-1', '1'.repeat(2000)])(
    'refuses the size %s',
    (literal) => {
      expect(errorOf(`{"volumeNewSize":${literal}}`)).toBe(
        `json: cannot unmarshal number ${literal} into Go struct field DriverStatus.volumeNewSize of type int64`,
      );
    },
  );
});

describe('strings', () => {
  const message = (bytes: Uint8Array) =>
    decodeAnswer(Buffer.concat([Buffer.from('{"message":"'), bytes, Buffer.from('"}')])).status?.message;

  it.each([
    ['\\" \\\\ \\/ \\b\\f\\n\\r\\t', '" \\ / \b\f\n\r\t'],
    ['\\u00e9 \\ud83d\\ude00 é 😀', 'é 😀 é 😀'],
    ['\\ud800', '\ufffd'],
    ['\\ud800x', '\ufffdx'],
    ['\\ud800\\n', '\ufffd\n'],
    ['\\ud800\\ud83d\\ude00', '\ufffd😀'],
    ['\\ude00\\ud83d', '\ufffd\ufffd'],
    ['\\udc00\\ud800\\u0041', '\ufffd\ufffdA'],
    ['\\uFFFD\\uABcd', '\ufffd\uabcd'],
  ])('%s', (escaped, text) => expect(message(Buffer.from(escaped))).toBe(text));

  it.each<[string, number[], string]>([
    ['a stray tail', [0x80], '\ufffd'],
    ['a sequence cut short, byte by byte', [0xe2, 0x82], '\ufffd\ufffd'],
    ['a sequence broken by a letter', [0xe2, 0x82, 0x41], '\ufffd\ufffdA'],
    ['an overlong slash', [0xc0, 0xaf], '\ufffd\ufffd'],
    ['an overlong three', [0xe0, 0x80, 0x80], '\ufffd\ufffd\ufffd'],
    ['a surrogate', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
    ['0xff', [0xff, 0x41], '\ufffdA'],
    ['valid beside invalid', [0xf0, 0x9f, 0x98, 0x80, 0xff, 0xc3, 0xa9], '😀\ufffdé'],
  ])('replaces %s', (_name, bytes, text) => expect(message(Uint8Array.from(bytes))).toBe(text));
});

describe('properties', () => {
  const scalar = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.double({ noNaN: true }),
  );
  const key = fc.oneof(
    fc.constantFrom('status', 'Message', 'DEVICE', 'volumeName', 'attached', 'capabilities', 'volumeNewSize'),
    fc.string(),
  );

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const { status, error } = decodeAnswer(bytes);
        expect(status !== undefined || error !== undefined).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('never throws on documents near an answer', () => {
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.oneof(scalar, fc.jsonValue(), fc.dictionary(key, scalar))),
        (object) => {
          decode(JSON.stringify(object));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('reads strings as JSON.parse does, but for half surrogates', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, escaped) => {
        const json = JSON.stringify(text);
        const ascii = json.replace(
          /[^ -~]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
        expect(statusOf(`{"message":${escaped ? ascii : json}}`)?.message).toBe(Buffer.from(text).toString());
      }),
      { numRuns: 3_000 },
    );
  });

  it('does not depend on blanks', () => {
    fc.assert(
      fc.property(fc.dictionary(key, scalar), (object) => {
        const dense = decode(JSON.stringify(object));
        const spread = decode(JSON.stringify(object, undefined, '\t'));
        expect(spread.status).toEqual(dense.status);
        expect(spread.error?.text).toEqual(dense.error?.text);
      }),
      { numRuns: 1_000 },
    );
  });
});
