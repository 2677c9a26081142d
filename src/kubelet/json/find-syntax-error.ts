import { BYTE, byteAt, isDigit, skipBlanks } from './bytes.ts';
import { type DecodeError, endOfInput, invalidByte } from './decode-error.ts';
import { Nesting } from './nesting.ts';
import { scanNumber, scanString, scanWord, type TokenEnd } from './scan-token.ts';

/** Go's limit on objects and arrays within each other. */
export const DEEPEST_NESTING = 10_000;

type Expecting = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'what follows a value';

/**
 * The first place at which the bytes are no JSON document, in the words of Go's scanner. Go looks at the
 * whole document so before it decodes any of it.
 * @param deepest `Infinity` for a kubelet built with a Go that has no limit.
 * @returns undefined when the bytes are one JSON document.
 */
export function findSyntaxError(bytes: Uint8Array, deepest = DEEPEST_NESTING): DecodeError | undefined {
  const nesting = new Nesting();
  let expecting: Expecting = 'value';
  let at = skipBlanks(bytes, 0);

  while (at < bytes.length) {
    const byte = byteAt(bytes, at);
    let end: TokenEnd;

    switch (expecting) {
      case 'value or ]':
      case 'value':
        if (expecting === 'value or ]' && byte === BYTE.closeBracket) {
          nesting.close();
          end = at + 1;
          expecting = 'what follows a value';
        } else if (byte === BYTE.openBrace || byte === BYTE.openBracket) {
          nesting.open(byte);
          end = nesting.depth > deepest ? invalidByte(byte, 'exceeded max depth', at) : at + 1;
          expecting = byte === BYTE.openBrace ? 'key or }' : 'value or ]';
        } else {
          end = scanScalar(bytes, at);
          expecting = 'what follows a value';
        }
        break;

      case 'key or }':
      case 'key':
        if (expecting === 'key or }' && byte === BYTE.closeBrace) {
          nesting.close();
          end = at + 1;
          expecting = 'what follows a value';
        } else if (byte === BYTE.quote) {
          end = scanString(bytes, at + 1);
          expecting = 'colon';
        } else {
          end = invalidByte(byte, 'looking for beginning of object key string', at);
        }
        break;

      case 'colon':
        end = byte === BYTE.colon ? at + 1 : invalidByte(byte, 'after object key', at);
        expecting = 'value';
        break;

      case 'what follows a value':
        end = at + 1;
        if (nesting.inObject && byte === BYTE.comma) expecting = 'key';
        else if (nesting.inArray && byte === BYTE.comma) expecting = 'value';
        else if (nesting.inObject && byte === BYTE.closeBrace) nesting.close();
        else if (nesting.inArray && byte === BYTE.closeBracket) nesting.close();
        else end = invalidByte(byte, placeAfterValue(nesting), at);
        break;
    }

    if (typeof end !== 'number') return end;
    at = skipBlanks(bytes, end);
  }

  const complete = expecting === 'what follows a value' && nesting.depth === 0;
  return complete ? undefined : endOfInput(bytes.length);
}

function scanScalar(bytes: Uint8Array, at: number): TokenEnd {
  const byte = byteAt(bytes, at);
  if (byte === BYTE.quote) return scanString(bytes, at + 1);
  if (byte === BYTE.minus || isDigit(byte)) return scanNumber(bytes, at);
  if (byte === BYTE.t) return scanWord(bytes, at, 'true');
  if (byte === BYTE.f) return scanWord(bytes, at, 'false');
  if (byte === BYTE.n) return scanWord(bytes, at, 'null');
  return invalidByte(byte, 'looking for beginning of value', at);
}

function placeAfterValue(nesting: Nesting): string {
  if (nesting.inObject) return 'after object key:value pair';
  if (nesting.inArray) return 'after array element';
  return 'after top-level value';
}
