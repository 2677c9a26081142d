/**
 * How many bytes the UTF-8 character at an offset takes: 1 to 4, or 0 when there is none, because the bytes
 * are cut short, overlong, a surrogate or beyond U+10FFFF.
 */
export function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const shape = shapeOf(first);
  if (shape === undefined) return 0;
  const second = bytes[at + 1];
  if (second === undefined || second < shape.low || second > shape.high) return 0;
  for (let next = at + 2; next < at + shape.length; next += 1) {
    const byte = bytes[next];
    if (byte === undefined || (byte & 0xc0) !== 0x80) return 0;
  }
  return shape.length;
}

/** Length and the range of the second byte, by the first (Unicode standard, table 3-7). */
function shapeOf(first: number): { length: number; low: number; high: number } | undefined {
  if (first < 0xc2 || first > 0xf4) return undefined;
  if (first < 0xe0) return { length: 2, low: 0x80, high: 0xbf };
  if (first < 0xf0) {
    return { length: 3, low: first === 0xe0 ? 0xa0 : 0x80, high: first === 0xed ? 0x9f : 0xbf };
  }
  return { length: 4, low: first === 0xf0 ? 0x90 : 0x80, high: first === 0xf4 ? 0x8f : 0xbf };
}
