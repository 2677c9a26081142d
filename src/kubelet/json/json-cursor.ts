import { BYTE, byteAt, skipBlanks } from './bytes.ts';
import { unquote } from './unquote.ts';

export type JsonKind = 'object' | 'array' | 'string' | 'bool' | 'number' | 'null';

/** A place in bytes that are known to be one JSON document, so that nothing needs to be checked again. */
export class JsonCursor {
  readonly #bytes: Buffer;
  #at = 0;
  /** Whether the last string passed is nothing but plain ASCII: its text is then its bytes. */
  #plain = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Where the next value begins. */
  get at(): number {
    this.#at = skipBlanks(this.#bytes, this.#at);
    return this.#at;
  }

  get kind(): JsonKind {
    switch (byteAt(this.#bytes, this.at)) {
      case BYTE.openBrace:
        return 'object';
      case BYTE.openBracket:
        return 'array';
      case BYTE.quote:
        return 'string';
      case BYTE.t:
      case BYTE.f:
        return 'bool';
      case BYTE.n:
        return 'null';
      default:
        return 'number';
    }
  }

  readString(): string {
    const start = this.at + 1;
    this.#at = this.#stringEnd(start);
    const end = this.#at - 1;
    return this.#plain ? this.#bytes.toString('latin1', start, end) : unquote(this.#bytes, start, end);
  }

  readBool(): boolean {
    const value = byteAt(this.#bytes, this.at) === BYTE.t;
    this.skip();
    return value;
  }

  /** A number as it is written. */
  readNumber(): string {
    const start = this.at;
    this.skip();
    return this.#bytes.toString('latin1', start, this.#at);
  }

  /** Calls back at the value of each member; the callback must read or skip it. */
  forEachMember(onMember: (key: string) => void): void {
    this.#at = this.at + 1;
    while (byteAt(this.#bytes, this.at) !== BYTE.closeBrace) {
      if (byteAt(this.#bytes, this.#at) === BYTE.comma) this.#at += 1;
      const key = this.readString();
      this.#at = this.at + 1;
      onMember(key);
    }
    this.#at += 1;
  }

  /** Passes the next value, however deep it is. */
  skip(): void {
    let depth = 0;
    let next = this.at;
    do {
      const byte = byteAt(this.#bytes, next);
      if (byte === BYTE.quote) next = this.#stringEnd(next + 1);
      else if (isScalar(byte)) next = this.#scalarEnd(next);
      else {
        if (byte === BYTE.openBrace || byte === BYTE.openBracket) depth += 1;
        else if (byte === BYTE.closeBrace || byte === BYTE.closeBracket) depth -= 1;
        next += 1;
      }
    } while (depth > 0);
    this.#at = next;
  }

  #stringEnd(start: number): number {
    let next = start;
    let plain = true;
    for (let byte = byteAt(this.#bytes, next); byte !== BYTE.quote; byte = byteAt(this.#bytes, next)) {
      if (byte === BYTE.backslash || byte > 0x7f) plain = false;
      next += byte === BYTE.backslash ? 2 : 1;
    }
    this.#plain = plain;
    return next + 1;
  }

  #scalarEnd(start: number): number {
    let next = start + 1;
    while (isScalar(byteAt(this.#bytes, next))) next += 1;
    return next;
  }
}

/** A byte that a number, true, false or null is made of. */
function isScalar(byte: number): boolean {
  return (
    (byte >= BYTE.zero && byte <= BYTE.nine) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === BYTE.minus ||
    byte === BYTE.plus ||
    byte === BYTE.dot ||
    byte === BYTE.E
  );
}
