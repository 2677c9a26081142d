/** Requirements of which the first difference is shown, and characters around it. */
const SHOWN = 10;
const BEFORE = 80;
const AFTER = 240;

/**
 * The first difference of each requirement between two normal records, as `-` and `+` lines.
 * @param before lines that begin with what they are about, and a colon
 */
export function differences(before: readonly string[], now: readonly string[]): string[] {
  const [one, other] = [grouped(before), grouped(now)];
  const told = [...new Set([...one.keys(), ...other.keys()])].flatMap((about) => {
    const [mine = [], theirs = []] = [one.get(about), other.get(about)];
    const at = Array.from({ length: Math.max(mine.length, theirs.length) }).findIndex(
      (_, index) => mine[index] !== theirs[index],
    );
    return at === -1 ? [] : [pair(about, mine[at], theirs[at])];
  });
  const more = told.length - SHOWN;
  return [...told.slice(0, SHOWN), ...(more > 0 ? [`... and ${more} more`] : [])];
}

function grouped(lines: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const line of lines) {
    const at = line.indexOf(': ');
    const about = line.slice(0, at);
    groups.set(about, [...(groups.get(about) ?? []), line.slice(at + 2)]);
  }
  return groups;
}

function pair(about: string, mine: string | undefined, theirs: string | undefined): string {
  let same = 0;
  while (mine !== undefined && theirs !== undefined && mine[same] === theirs[same]) same += 1;
  const from = Math.max(0, same - BEFORE);
  const shown = (line: string | undefined) =>
    line === undefined ? '(nothing)' : line.slice(from, same + AFTER);
  return `- ${about}: ${shown(mine)}\n+ ${about}: ${shown(theirs)}`;
}
