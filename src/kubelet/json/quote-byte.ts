const NAMED: Record<number, string> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  39: "\\'",
  92: '\\\\',
};

/**
 * A byte as Go's error texts show it. The byte is taken for the code point of the same number, so the
 * first byte of a BOM reads as `'ï'`; what Go does not count as printable is written in hexadecimal.
 */
export function quoteByte(byte: number): string {
  return `'${NAMED[byte] ?? printed(byte)}'`;
}

function printed(byte: number): string {
  const hex = byte.toString(16);
  if (byte < 0x20 || byte === 0x7f) return `\\x${hex.padStart(2, '0')}`;
  const softHyphenOrControl = byte === 0xad || (byte >= 0x80 && byte <= 0xa0);
  return softHyphenOrControl ? `\\u${hex.padStart(4, '0')}` : String.fromCharCode(byte);
}
