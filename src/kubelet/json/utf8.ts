import { byteAt } from './bytes.ts';

/** What stands for bytes that are no UTF-8. */
export const REPLACEMENT = 0xfffd;

export interface Rune {
  codePoint: number;
  /** Bytes. */
  size: number;
}

const INVALID: Rune = { codePoint: REPLACEMENT, size: 1 };

/**
 * One code point of UTF-8, as Go reads it. Go gives up a single byte where the sequence is not valid,
 * whereas a TextDecoder replaces the longest valid beginning of a sequence as one.
 * @param at a byte of 0x80 or more
 */
export function decodeRune(bytes: Uint8Array, at: number): Rune {
  const first = byteAt(bytes, at);
  const second = byteAt(bytes, at + 1);
  if (first >= 0xc2 && first <= 0xdf) {
    return isTail(second) ? { codePoint: ((first & 0x1f) << 6) | (second & 0x3f), size: 2 } : INVALID;
  }
  const third = byteAt(bytes, at + 2);
  if (first >= 0xe0 && first <= 0xef) {
    // Not overlong, not a surrogate.
    const lowest = first === 0xe0 ? 0xa0 : 0x80;
    const highest = first === 0xed ? 0x9f : 0xbf;
    if (second < lowest || second > highest || !isTail(third)) return INVALID;
    return { codePoint: ((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f), size: 3 };
  }
  const fourth = byteAt(bytes, at + 3);
  if (first >= 0xf0 && first <= 0xf4) {
    // Not overlong, not beyond U+10FFFF.
    const lowest = first === 0xf0 ? 0x90 : 0x80;
    const highest = first === 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest || !isTail(third) || !isTail(fourth)) return INVALID;
    const codePoint =
      ((first & 0x07) << 18) | ((second & 0x3f) << 12) | ((third & 0x3f) << 6) | (fourth & 0x3f);
    return { codePoint, size: 4 };
  }
  return INVALID;
}

function isTail(byte: number): boolean {
  return byte >= 0x80 && byte <= 0xbf;
}
