const NEWLINE = 0x0a;
const STEP = 4096;

/** Where two versions of a text differ, in lines. */
export interface ChangedLines {
  /** How many lines at the head are the same. */
  head: number;
  /** The lines of the text before that are not there any more. */
  gone: Buffer;
  /** The lines that have come in their place; all behind them is as before. */
  come: Buffer;
}

/**
 * Compares two versions of a text of lines, each ended by a newline, in one pass of the kind that memory is fast at.
 * @param lines how many `last` has
 */
export function changedLines(last: Buffer, now: Buffer, lines: number): ChangedLines {
  const least = Math.min(last.length, now.length);
  const same = sameHead(last, now, least);
  const begin = same === 0 ? 0 : now.lastIndexOf(NEWLINE, same - 1) + 1;
  const tail = wholeLines(last, now, sameTail(last, now, least - begin));
  const gone = last.subarray(begin, last.length - tail);
  // Whichever end is shorter is counted: what is mounted comes at the end.
  const head =
    begin < tail
      ? linesIn(last.subarray(0, begin))
      : lines - linesIn(gone) - linesIn(last.subarray(last.length - tail));
  return { head, gone, come: now.subarray(begin, now.length - tail) };
}

/** Bytes that are the same at the head, up to a limit. */
function sameHead(a: Buffer, b: Buffer, limit: number): number {
  let at = 0;
  while (at + STEP <= limit && a.compare(b, at, at + STEP, at, at + STEP) === 0) at += STEP;
  while (at < limit && a[at] === b[at]) at++;
  return at;
}

/** Bytes that are the same at the end, up to a limit. */
function sameTail(a: Buffer, b: Buffer, limit: number): number {
  const isSame = (at: number, size: number): boolean => {
    const [inA, inB] = [a.length - at - size, b.length - at - size];
    return a.compare(b, inB, inB + size, inA, inA + size) === 0;
  };
  let at = 0;
  while (at + STEP <= limit && isSame(at, STEP)) at += STEP;
  while (at < limit && isSame(at, 1)) at++;
  return at;
}

/** So much of a tail that both have that it begins with a line in both. */
function wholeLines(a: Buffer, b: Buffer, tail: number): number {
  if ([a, b].every((text) => tail === text.length || text[text.length - tail - 1] === NEWLINE)) return tail;
  const newline = a.indexOf(NEWLINE, a.length - tail);
  return newline < 0 ? 0 : a.length - newline - 1;
}

function linesIn(text: Buffer): number {
  let lines = 0;
  for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}
