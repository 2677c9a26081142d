import { bytesOf } from './bytes.ts';
import type { RecordedBytes } from './schema.ts';
import { sequenceLength } from './utf8.ts';

/** Wraps an escape, so that a format can set it apart from text that merely looks like one. */
export type Mark = (escaped: string) => string;

const plain: Mark = (escaped) => escaped;

/**
 * What must not reach a terminal, an XML file or a page as it is: control characters but newline and tab,
 * lone surrogates, noncharacters, and the invisible ones that reorder or hide text (a byte order mark in
 * front of an answer is a fault that a person has to see).
 */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\r': '\\r' };

/** Text with everything unseen written as `\x1b`, `\u200b`, `\r`. Newlines and tabs stay. */
export function visibleText(text: string, mark: Mark = plain): string {
  return text.replace(UNSEEN, (character) => mark(escapeOf(character)));
}

/** The same for bytes: what is no UTF-8 becomes `\xff`, byte by byte, so that nothing is lost or guessed. */
export function visibleBytes(bytes: Uint8Array, mark: Mark = plain): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (at > from) parts.push(visibleText(decode(bytes.subarray(from, at)), mark));
    parts.push(mark(`\\x${hex(bytes[at] as number, 2)}`));
    at += 1;
    from = at;
  }
  if (from < bytes.length) parts.push(visibleText(decode(bytes.subarray(from)), mark));
  return parts.join('');
}

/** A recorded output, made visible. `cut` says in words how much is missing in the middle. */
export function visibleOutput(recorded: RecordedBytes, mark: Mark = plain): string {
  if (recorded.cutAt === undefined) {
    return recorded.text === undefined
      ? visibleBytes(bytesOf(recorded), mark)
      : visibleText(recorded.text, mark);
  }
  const bytes = bytesOf(recorded);
  const missing = recorded.length - bytes.length;
  return [
    visibleBytes(bytes.subarray(0, recorded.cutAt), mark),
    mark(`\n[... ${missing} bytes left out, ${recorded.length} in all ...]\n`),
    visibleBytes(bytes.subarray(recorded.cutAt), mark),
  ].join('');
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) as number;
  // A byte of a path that is no UTF-8, as sandbox/path-bytes.ts keeps it.
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hex(code - 0xdc00, 2)}`;
  if (code < 0x80) return SHORT[character] ?? `\\x${hex(code, 2)}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${hex(code, 4)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
function decode(bytes: Uint8Array): string {
  return lenient.decode(bytes);
}
