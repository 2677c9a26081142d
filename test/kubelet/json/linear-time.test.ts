import { describe, expect, it } from 'vitest';
import { decodeAnswer } from '../../../src/kubelet/json/decode-answer.ts';

const MIB = 1024 * 1024;

/** Documents of a given size that a decoder with a careless loop would be slow on. */
const shapes: Record<string, (size: number) => Buffer> = {
  'one long string': (size) => filled('{"message":"', 'a', '"}', size),
  'one long string of escapes': (size) => filled('{"message":"', '\\n', '"}', size),
  'one long string that is no UTF-8': (size) => filled('{"message":"', Buffer.of(0xff), '"}', size),
  'many unknown keys': (size) => filled('{', '"a":1,', '"b":1}', size),
  'one key again and again': (size) => filled('{', '"status":"Success",', '"b":1}', size),
  'one wrong type again and again': (size) => filled('{', '"device":[],', '"b":1}', size),
  'a size of many digits': (size) => filled('{"volumeNewSize":', '9', '}', size),
  'many small arrays': (size) => filled('{"x":[', '[[]],', '1]}', size),
  'nothing but blanks': (size) => filled('', ' ', '', size),
};

function filled(before: string, unit: string | Uint8Array, after: string, size: number): Buffer {
  const whole = Buffer.alloc(size - (size % Buffer.from(unit).length), unit);
  return Buffer.concat([Buffer.from(before), whole, Buffer.from(after)]);
}

/** The best of several runs: on a loaded machine the slow ones say nothing. */
function best(bytes: Buffer): number {
  const times = Array.from({ length: 4 }, () => {
    const start = performance.now();
    decodeAnswer(bytes);
    return performance.now() - start;
  });
  return Math.min(...times);
}

describe('the time grows with the length alone', () => {
  it.each(Object.entries(shapes))('%s', (_name, shape) => {
    best(shape(MIB / 16));
    const ratio = best(shape(MIB)) / best(shape(MIB / 8));
    // Eight times the length: 8 when linear, 64 when quadratic.
    expect(ratio).toBeLessThan(24);
  });
});
