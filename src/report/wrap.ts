/**
 * Breaks text at blanks into lines of at most `width` columns, each indented. Words that are longer stay
 * whole, because a path or a JSON text is copied from there; lines of the text stay lines.
 */
export function wrapped(text: string, { width, indent }: { width: number; indent: number }): string[] {
  if (text === '') return [];
  const margin = ' '.repeat(indent);
  return text.split('\n').flatMap((line) => {
    const own = /^\s*/.exec(line)?.[0] ?? '';
    const rows: string[] = [];
    let row = margin + own;
    let empty = true;
    for (const word of line.slice(own.length).split(' ')) {
      if (!empty && row.length + 1 + word.length > width) {
        rows.push(row);
        row = margin + own;
        empty = true;
      }
      row += empty ? word : ` ${word}`;
      empty = false;
    }
    return [...rows, row];
  });
}
