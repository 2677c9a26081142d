const NAMED: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

/** One piece of shown text for one character or byte of the original. */
interface Piece {
  /** Offset of its first byte. */
  at: number;
  shown: string;
}

/** Bytes made visible: UTF-8 as it is, control characters and bytes that are no UTF-8 as `\n`, `\x1b`, `\xff`. */
export function showBytes(bytes: Uint8Array): string {
  return piecesOf(bytes)
    .map((piece) => piece.shown)
    .join('');
}

/** A text made visible likewise. */
export function visible(text: string): string {
  return showBytes(Buffer.from(text));
}

/** The same for a text that holds one byte a character. */
export function showText(latin1: string): string {
  return showBytes(Buffer.from(latin1, 'latin1'));
}

/** The bytes cut into characters; what is no UTF-8 is cut into single bytes. */
export function piecesOf(bytes: Uint8Array): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = utf8Length(bytes, at);
    const shown =
      length === 1
        ? showByte(bytes[at] as number)
        : Buffer.from(bytes.subarray(at, at + length)).toString('utf8');
    pieces.push({
      at,
      shown:
        length > 1 && /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u.test(shown)
          ? escaped(bytes, at, length)
          : shown,
    });
    at += length;
  }
  return pieces;
}

function showByte(byte: number): string {
  const named = NAMED[byte];
  if (named !== undefined) return named;
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
}

function escaped(bytes: Uint8Array, at: number, length: number): string {
  return [...bytes.subarray(at, at + length)]
    .map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
    .join('');
}

/** Bytes of the UTF-8 character at an offset; 1 when there is none. */
function utf8Length(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const length = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
  if (length === 1 || at + length > bytes.length) return 1;
  const text = Buffer.from(bytes.subarray(at, at + length)).toString('utf8');
  // A character that really is U+FFFD is three bytes, EF BF BD; anything else that reads so was no UTF-8.
  const isReplacement =
    text.includes('\ufffd') &&
    !(length === 3 && first === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd);
  return isReplacement ? 1 : length;
}

/** A text as rules look at it: one character a byte. */
export function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}
