import type { Place } from '../answer/place.ts';
import { piecesOf } from '../show-bytes.ts';
import { counted, type Page } from './page.ts';

/** Lines of an output that are shown before the one with the place, and after it. */
const BEFORE = 2;
const AFTER = 1;
const LONGEST_SHOWN = 4;
/** Rows that a long line goes on for: what a shell complains of stands at the end of its line. */
const MORE_ROWS = 2;

/**
 * An output as the kubelet read it, odd bytes made visible, with a caret under a place. A long line is
 * shown from shortly before the place, and for a few rows.
 */
export function showOutput(output: Uint8Array, place: Place | undefined, { chalk, width }: Page): string[] {
  if (output.length === 0) return [chalk.dim('  (nothing)')];
  const lines = splitLines(output);
  const last = lines.at(-1) as Uint8Array;
  // Behind a line break that ends everything there is no line: the caret stands after the break.
  const shownPlace =
    place !== undefined && place.line > lines.length
      ? { ...place, line: lines.length, column: last.length + 1 }
      : place;
  const at = shownPlace === undefined ? undefined : shownPlace.line - 1;
  const from = at === undefined ? 0 : Math.max(0, at - BEFORE);
  const to = Math.min(lines.length, at === undefined ? LONGEST_SHOWN : at + AFTER + 1);
  const numbered = lines.length > 1;
  const gutter = numbered ? `${String(to).length}` : '';
  const rows: string[] = [];
  if (from > 0) rows.push(chalk.dim(`  (${counted(from, 'line')} before)`));
  for (let index = from; index < to; index += 1) {
    const prefix = numbered ? `  ${String(index + 1).padStart(Number(gutter))} │ ` : '  ';
    const here = index === at ? shownPlace : undefined;
    rows.push(
      ...showLine(lines[index] as Uint8Array, here, prefix, width).map((row, second) =>
        paint(row, second, here !== undefined, prefix, chalk),
      ),
    );
  }
  if (to < lines.length) rows.push(chalk.dim(`  (${counted(lines.length - to, 'more line')})`));
  return rows;
}

/** The line's number, the caret under it, and what goes on below, where the number would stand again. */
function paint(row: string, second: number, isHere: boolean, prefix: string, chalk: Page['chalk']): string {
  if (second === 0) return chalk.dim(prefix) + row.slice(prefix.length);
  return second === 1 && isHere ? chalk.red(row) : row;
}

/** The bytes of each line, its line break with it. */
function splitLines(output: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let at = 0; at < output.length; at += 1) {
    if (output[at] !== 10) continue;
    lines.push(output.subarray(start, at + 1));
    start = at + 1;
  }
  if (start < output.length) lines.push(output.subarray(start));
  return lines;
}

/** One line, under it the caret when the place is in it, and how the line goes on. */
function showLine(line: Uint8Array, place: Place | undefined, prefix: string, width: number): string[] {
  const room = Math.max(20, width - prefix.length - 2);
  // A line of megabytes is looked at around the place alone.
  const wanted = Math.max(0, (place?.column ?? 1) - 1);
  const skipped = Math.max(0, wanted - 2 * room);
  const looked = wanted + (2 + MORE_ROWS) * room;
  const pieces = piecesOf(line.subarray(skipped, looked));
  const target =
    place === undefined
      ? -1
      : pieces.findIndex((piece) => skipped + piece.at + pieceLength(piece, pieces, line, skipped) > wanted);
  const index = place !== undefined && target < 0 ? pieces.length : target;
  let start = 0;
  while (index >= 0 && lengthOf(pieces.slice(start, index + 1)) > room - 12) start += 1;
  const cutFront = skipped > 0 || start > 0;
  // Without a mark before it, and none after it where it ends the line, a row has two columns more.
  const whole = !cutFront && looked >= line.length && lengthOf(pieces) <= room + 2;
  const ends = [whole ? pieces.length : endOfRow(pieces, start, room)];
  // Lines around the place are there to tell where it is.
  const most = place === undefined && prefix.includes('│') ? 0 : MORE_ROWS;
  while (ends.length <= most && (ends.at(-1) as number) < pieces.length)
    ends.push(endOfRow(pieces, ends.at(-1) as number, room));
  const [row = '', ...more] = ends.map((end, number) => {
    const text = textOf(pieces.slice(number === 0 ? start : ends[number - 1], end));
    const cutBack = end < pieces.length || looked < line.length;
    return `${prefix}${cutFront || number > 0 ? '…' : ''}${text}${cutBack ? '…' : ''}`;
  });
  const rest = more.map((text) => ' '.repeat(prefix.length) + text.slice(prefix.length));
  if (place === undefined) return [row, ...rest];
  const offset = Number(cutFront) + lengthOf(pieces.slice(start, index));
  const caret = `${' '.repeat(prefix.length + offset)}^`;
  const label = place.atEnd ? `the end, after ${counted(place.byte - 1, 'byte')}` : `byte ${place.byte}`;
  return [row, `${caret} ${label}`, ...rest];
}

function endOfRow(pieces: readonly { shown: string }[], start: number, room: number): number {
  let end = start;
  let length = 0;
  for (; end < pieces.length; end += 1) {
    length += (pieces[end] as { shown: string }).shown.length;
    if (length > room) break;
  }
  return end;
}

function textOf(pieces: readonly { shown: string }[]): string {
  return pieces.map((piece) => piece.shown).join('');
}

function pieceLength(
  piece: { at: number },
  pieces: readonly { at: number }[],
  line: Uint8Array,
  skipped: number,
): number {
  const next = pieces[pieces.indexOf(piece) + 1];
  return (next?.at ?? line.length - skipped) - piece.at;
}

function lengthOf(pieces: readonly { shown: string }[]): number {
  return pieces.reduce((sum, piece) => sum + piece.shown.length, 0);
}
