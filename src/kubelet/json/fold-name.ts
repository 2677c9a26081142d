/**
 * A name with its letters folded as Go compares the keys of an object: without regard to case, by
 * Unicode's simple folding. Besides the ASCII letters that reaches two signs: the long s and the Kelvin.
 */
export function foldName(name: string): string {
  return name.replace(/[A-Z\u017f\u212a]/g, (letter) => FOLDED[letter] ?? letter.toLowerCase());
}

const FOLDED: Record<string, string> = { '\u017f': 's', '\u212a': 'k' };
