import { quoteByte } from './quote-byte.ts';

/** Why an answer could not be decoded. */
export interface DecodeError {
  kind: 'syntax' | 'type';
  /** Go's text, word for word. */
  text: string;
  /**
   * Offset in bytes. Of a syntax error: the byte that the text quotes, or the length of the answer when
   * its end is the trouble. Of a type error: where the value begins.
   */
  at: number;
}

/** @param context where the scanner was, as Go words it: `looking for beginning of value`. */
export function invalidByte(byte: number, context: string, at: number): DecodeError {
  return { kind: 'syntax', text: `invalid character ${quoteByte(byte)} ${context}`, at };
}

export function endOfInput(at: number): DecodeError {
  return { kind: 'syntax', text: 'unexpected end of JSON input', at };
}
