import { isUtf8 } from 'node:buffer';
import { BYTE, byteAt } from './bytes.ts';
import { decodeRune, REPLACEMENT } from './utf8.ts';

/**
 * The text of a JSON string, read as Go reads it: invalid UTF-8 becomes U+FFFD byte by byte, half a
 * surrogate pair becomes U+FFFD.
 * @param start the place after the opening quote
 * @param end the place of the closing quote; the string between is known to be well-formed
 */
export function unquote(bytes: Uint8Array, start: number, end: number): string {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  // Nearly every string is plain; only the others are taken apart.
  if (!body.includes(BYTE.backslash) && isUtf8(body)) return body.toString('utf8');
  return new Unquoting(body).text();
}

const ESCAPES: Record<number, number> = {
  [BYTE.b]: 0x08,
  [BYTE.f]: 0x0c,
  [BYTE.n]: 0x0a,
  [BYTE.r]: 0x0d,
  [BYTE.t]: 0x09,
};

/** Writes UTF-16 into one buffer: no input byte ever becomes more than one unit, so its size is known. */
class Unquoting {
  readonly #body: Uint8Array;
  readonly #units: Buffer;
  #length = 0;

  constructor(body: Uint8Array) {
    this.#body = body;
    this.#units = Buffer.allocUnsafe(body.length * 2);
  }

  text(): string {
    let at = 0;
    while (at < this.#body.length)
      at = this.#body[at] === BYTE.backslash ? this.#escape(at + 1) : this.#raw(at);
    return this.#units.toString('utf16le', 0, this.#length);
  }

  #raw(at: number): number {
    const byte = byteAt(this.#body, at);
    if (byte < 0x80) {
      this.#unit(byte);
      return at + 1;
    }
    const { codePoint, size } = decodeRune(this.#body, at);
    this.#codePoint(codePoint);
    return at + size;
  }

  #escape(at: number): number {
    const letter = byteAt(this.#body, at);
    if (letter !== BYTE.u) {
      this.#unit(ESCAPES[letter] ?? letter);
      return at + 1;
    }
    const first = hexadecimal(this.#body, at + 1);
    const after = at + 5;
    if (first < 0xd800 || first > 0xdfff) {
      this.#unit(first);
      return after;
    }
    const paired = byteAt(this.#body, after) === BYTE.backslash && byteAt(this.#body, after + 1) === BYTE.u;
    const second = paired ? hexadecimal(this.#body, after + 2) : 0;
    if (first <= 0xdbff && second >= 0xdc00 && second <= 0xdfff) {
      this.#unit(first);
      this.#unit(second);
      return after + 6;
    }
    this.#unit(REPLACEMENT);
    return after;
  }

  #codePoint(codePoint: number): void {
    if (codePoint < 0x10000) {
      this.#unit(codePoint);
    } else {
      this.#unit(0xd800 + ((codePoint - 0x10000) >> 10));
      this.#unit(0xdc00 + ((codePoint - 0x10000) & 0x3ff));
    }
  }

  #unit(unit: number): void {
    this.#length = this.#units.writeUInt16LE(unit, this.#length);
  }
}

function hexadecimal(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let next = at; next < at + 4; next += 1) value = value * 16 + hexDigit(byteAt(bytes, next));
  return value;
}

function hexDigit(byte: number): number {
  return byte <= BYTE.nine ? byte - BYTE.zero : (byte | 0x20) - 0x61 + 10;
}
