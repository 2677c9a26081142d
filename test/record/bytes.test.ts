import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesLeftOut, bytesOf, recordBytes } from '../../src/record/bytes.ts';

const record = (output: Uint8Array) => recordBytes({ output, outputBytes: output.length });

test('UTF-8 is kept as text, a byte order mark included', () => {
  expect(record(Buffer.from('\ufeff{"status":"Sücceß"}\n'))).toEqual({
    text: '\ufeff{"status":"Sücceß"}\n',
    length: 25,
  });
});

test('any bytes come back exactly', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const recorded = JSON.parse(JSON.stringify(record(bytes)));
      expect(bytesOf(recorded).equals(Buffer.from(bytes))).toBe(true);
      expect(recorded.length).toBe(bytes.length);
    }),
  );
});

test('a cut inside a character takes its halves away, and the rest stays text', () => {
  const all = Buffer.from('ab€cd€ef');
  // Head ends after two of the three bytes of the first sign, tail begins with the last byte of the second.
  const output = Buffer.concat([all.subarray(0, 4), all.subarray(9)]);
  const recorded = recordBytes({ output, outputBytes: all.length, cutAt: 4 });
  expect(recorded).toEqual({ text: 'abef', length: 12, cutAt: 2 });
  expect(bytesLeftOut(recorded)).toBe(8);
});

test('a cut between whole characters changes nothing, whatever they are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (head, tail) => {
      const cutAt = Buffer.byteLength(head);
      const output = Buffer.from(head + tail);
      expect(recordBytes({ output, outputBytes: 1000, cutAt })).toEqual({
        text: head + tail,
        length: 1000,
        cutAt,
      });
    }),
  );
});

test('a cut in bytes that never were UTF-8 takes at most three bytes a side away', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ maxLength: 20 }), (head, tail) => {
      const recorded = recordBytes({
        output: Buffer.concat([head, tail]),
        outputBytes: 1000,
        cutAt: head.length,
      });
      const kept = bytesOf(recorded);
      const cutAt = recorded.cutAt ?? -1;
      expect(cutAt).toBeGreaterThanOrEqual(Math.max(0, head.length - 3));
      expect(kept.subarray(0, cutAt).equals(Buffer.from(head.subarray(0, cutAt)))).toBe(true);
      const rest = kept.subarray(cutAt);
      expect(rest.length).toBeGreaterThanOrEqual(Math.max(0, tail.length - 3));
      expect(rest.equals(Buffer.from(tail.subarray(tail.length - rest.length)))).toBe(true);
    }),
  );
});
