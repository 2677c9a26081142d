/** Escapes that Go writes in two characters whatever its version. */
const SHORT: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Escapes that Go writes in two characters from 1.22 on. */
const NEWER: Record<string, string> = { '\b': '\\b', '\f': '\\f' };

/**
 * Whatever comes before the blank, what is named, and half a surrogate pair, which is no UTF-8 at all: with
 * the u flag a whole pair is one character beyond U+FFFF.
 */
const ESCAPED = /[^ -\u{10ffff}]|["\\<>&\u2028\u2029\ud800-\udfff]/gu;

/**
 * A string as Go's `json.Marshal` writes it: what could end a script or a line in HTML is escaped, DEL
 * and all other Unicode stands as it is.
 * @param shortEscapes whether backspace and form feed are `\b` and `\f`
 */
export function marshalString(text: string, shortEscapes: boolean): string {
  const escaped = text.replace(ESCAPED, (character) => {
    const short = SHORT[character] ?? (shortEscapes ? NEWER[character] : undefined);
    if (short !== undefined) return short;
    const unit = character.charCodeAt(0);
    return `\\u${(unit >= 0xd800 && unit <= 0xdfff ? 0xfffd : unit).toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}
