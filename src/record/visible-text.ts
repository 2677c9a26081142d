// Nothing of Node here: the page of the HTML report uses it too.

/** Wraps an escape, so that a format can set it apart from text that merely looks like one. */
export type Mark = (escaped: string) => string;

export const plain: Mark = (escaped) => escaped;

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

function escapeOf(character: string): string {
  const code = character.codePointAt(0) as number;
  // A byte of a path that is no UTF-8, as sandbox/path-bytes.ts keeps it.
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hex(code - 0xdc00, 2)}`;
  if (code < 0x80) return SHORT[character] ?? `\\x${hex(code, 2)}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${hex(code, 4)}`;
}

export function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
