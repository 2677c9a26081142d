import { pathToBytes } from './path-bytes.ts';
import { quote } from './shell-quote.ts';

const PLAIN = /^[\w@%+=:,./-]+$/;
const QUOTABLE = /^[\x20-\x7e\u00a0-\ud7ff\ue000-\uffff]*$/;

/** A word as it has to be typed: bash's `$'...'` for what no quotes can show, such as control characters. */
export function shellWord(text: string): string {
  if (PLAIN.test(text)) return text;
  if (QUOTABLE.test(text)) return quote(text);
  const escaped = Array.from(pathToBytes(text), (byte) =>
    byte >= 0x20 && byte < 0x7f && byte !== 0x27 && byte !== 0x5c
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  );
  return `$'${escaped.join('')}'`;
}
