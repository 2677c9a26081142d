import { BYTE, byteAt, isDigit, isHexDigit } from './bytes.ts';
import { type DecodeError, endOfInput, invalidByte } from './decode-error.ts';

/** Where a token ends, or what is wrong in it. */
export type TokenEnd = number | DecodeError;

/**
 * What is wrong at a place. At the end of the input Go feeds its scanner one blank more to see whether
 * the token was complete, so a token cut short reads as an invalid blank.
 */
function wrong(bytes: Uint8Array, at: number, context: string): DecodeError {
  return invalidByte(at < bytes.length ? byteAt(bytes, at) : BYTE.space, context, at);
}

/** @param at the place after the opening quote */
export function scanString(bytes: Uint8Array, at: number): TokenEnd {
  let next = at;
  for (;;) {
    const byte = byteAt(bytes, next);
    if (byte === BYTE.quote) return next + 1;
    if (byte === BYTE.backslash) {
      const end = scanEscape(bytes, next + 1);
      if (typeof end !== 'number') return end;
      next = end;
    } else if (byte >= BYTE.space) {
      next += 1;
    } else {
      return byte < 0 ? endOfInput(next) : wrong(bytes, next, 'in string literal');
    }
  }
}

/** @param at the place after the backslash */
function scanEscape(bytes: Uint8Array, at: number): TokenEnd {
  switch (byteAt(bytes, at)) {
    case BYTE.b:
    case BYTE.f:
    case BYTE.n:
    case BYTE.r:
    case BYTE.t:
    case BYTE.backslash:
    case BYTE.slash:
    case BYTE.quote:
      return at + 1;
    case BYTE.u:
      return scanHexadecimal(bytes, at + 1);
    default:
      return wrong(bytes, at, 'in string escape code');
  }
}

function scanHexadecimal(bytes: Uint8Array, at: number): TokenEnd {
  for (let next = at; next < at + 4; next += 1) {
    if (!isHexDigit(byteAt(bytes, next))) return wrong(bytes, next, 'in \\u hexadecimal character escape');
  }
  return at + 4;
}

/** @param at the first letter, known to be the word's own */
export function scanWord(bytes: Uint8Array, at: number, word: 'true' | 'false' | 'null'): TokenEnd {
  for (let index = 1; index < word.length; index += 1) {
    if (byteAt(bytes, at + index) !== word.charCodeAt(index)) {
      return wrong(bytes, at + index, `in literal ${word} (expecting '${word[index]}')`);
    }
  }
  return at + word.length;
}

/** @param at a minus or a digit. A leading zero is the whole number: what follows is judged as what follows. */
export function scanNumber(bytes: Uint8Array, at: number): TokenEnd {
  let next = byteAt(bytes, at) === BYTE.minus ? at + 1 : at;
  if (byteAt(bytes, next) === BYTE.zero) next += 1;
  else if (isDigit(byteAt(bytes, next))) next = skipDigits(bytes, next);
  else return wrong(bytes, next, 'in numeric literal');

  if (byteAt(bytes, next) === BYTE.dot) {
    next += 1;
    if (!isDigit(byteAt(bytes, next))) return wrong(bytes, next, 'after decimal point in numeric literal');
    next = skipDigits(bytes, next);
  }
  if (byteAt(bytes, next) === BYTE.e || byteAt(bytes, next) === BYTE.E) {
    next += 1;
    if (byteAt(bytes, next) === BYTE.plus || byteAt(bytes, next) === BYTE.minus) next += 1;
    if (!isDigit(byteAt(bytes, next))) return wrong(bytes, next, 'in exponent of numeric literal');
    next = skipDigits(bytes, next);
  }
  return next;
}

function skipDigits(bytes: Uint8Array, at: number): number {
  let next = at;
  while (isDigit(byteAt(bytes, next))) next += 1;
  return next;
}
