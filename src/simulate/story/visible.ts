/** What must not reach a terminal as it is: controls, and what reorders or hides text. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const MOST_LINES = 12;
const MOST_CHARACTERS = 1500;

/** Text with everything unseen written as `\x1b` or `\u200b`. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = character.codePointAt(0) as number;
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** A value in one line: as it stands when it is plain, as JSON writes it otherwise. */
export function visibleValue(text: string): string {
  const shown =
    /^[\p{L}\p{N}\p{P}\p{S}]+$/u.test(text) && !text.startsWith('"') ? text : JSON.stringify(text);
  return shorten(visible(shown));
}

/** A driver's answer: its lines, the first of many. */
export function answerLines(output: Buffer, bytes: number): string[] {
  const text = visible(output.toString()).replace(/\n$/, '');
  const lines = text.split('\n');
  const shown = lines.slice(0, MOST_LINES).map(shorten);
  const isCut = lines.length > MOST_LINES || shown.some((line, index) => line !== lines[index]);
  return isCut || bytes > output.length ? [...shown, `(${bytes} bytes in all)`] : shown;
}

function shorten(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} ...` : text;
}
