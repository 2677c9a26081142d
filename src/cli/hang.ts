import { stripVTControlCharacters } from 'node:util';

/** What stands before the text of a line: its indent, a time, a mark. */
const BEFORE_TEXT = /^( *)(\d+\.\d{3} {2})?((?:<-|[✗✓↻▲·!+-]|\d+\.) )?/;
/** With less than this beside the indent, a terminal's own breaks read better. */
const NARROWEST = 20;

/**
 * Lines broken at blanks to fit a width, what follows hanging below the text of its line. Colours do not count; a word
 * that is too long stays whole, as it may be a path to be copied.
 */
export function hang(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => hangLine(line, width))
    .join('\n');
}

function hangLine(line: string, width: number): string {
  const plain = stripVTControlCharacters(line);
  if (plain.length <= width) return line;
  const [before, , , mark] = BEFORE_TEXT.exec(plain) as RegExpExecArray;
  const indent = before.length + (mark === undefined ? 2 : 0);
  if (width - indent < NARROWEST) return line;
  // Words with the blanks before them, which go where a line is broken.
  const [first = '', ...words] = line.match(/^\s*\S*|\s+\S+|\s+$/g) ?? [];
  const rows = [first];
  let length = lengthOf(first);
  for (const word of words) {
    if (length + lengthOf(word) > width && length > indent) {
      const begun = word.trimStart();
      rows.push(begun);
      length = indent + lengthOf(begun);
    } else {
      rows[rows.length - 1] += word;
      length += lengthOf(word);
    }
  }
  return rows.map((row) => row.trimEnd()).join(`\n${' '.repeat(indent)}`);
}

function lengthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
