const NEWLINE = 0x0a;

/**
 * What parts two versions of a text of lines, each ended by a newline.
 * @returns how many lines at the head and at the tail are the same, and the lines of `now` between them
 */
export function changedLines(last: Buffer, now: Buffer): { head: number; changed: Buffer; tail: number } {
  const least = Math.min(last.length, now.length);
  const same = longest(least, (length) => last.compare(now, 0, length, 0, length) === 0);
  const begin = same === 0 ? 0 : now.lastIndexOf(NEWLINE, same - 1) + 1;
  const isSameEnd = (length: number) =>
    last.compare(now, now.length - length, now.length, last.length - length) === 0;
  const sameEnd = longest(least - begin, isSameEnd);
  const end = [last, now].every((text) => beginsLine(text, text.length - sameEnd))
    ? now.length - sameEnd
    : nextLine(now, now.length - sameEnd);
  return {
    head: linesIn(now.subarray(0, begin)),
    changed: now.subarray(begin, end),
    tail: linesIn(now.subarray(end)),
  };
}

/** The longest length, up to a limit, for which something holds that holds for all that are shorter. */
function longest(limit: number, holds: (length: number) => boolean): number {
  let [low, high] = [0, limit];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function beginsLine(text: Buffer, place: number): boolean {
  return place === 0 || text[place - 1] === NEWLINE;
}

function nextLine(text: Buffer, place: number): number {
  const at = text.indexOf(NEWLINE, place);
  return at < 0 ? text.length : at + 1;
}

function linesIn(text: Buffer): number {
  let lines = 0;
  for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}
