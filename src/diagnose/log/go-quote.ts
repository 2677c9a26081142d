/**
 * Go's `%q` read back. The kubelet writes a driver's output this way, so the bytes of the driver are
 * still in the log: `"a\x00\n"` is four characters of log for three bytes of output.
 */

const SIMPLE: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
};

/** A quoted string found in a text: its bytes, and the offset of the character after its closing quote. */
export interface GoQuoted {
  bytes: Buffer;
  end: number;
}

/**
 * Reads one Go interpreted string that begins at `start` (the offset of its opening quote).
 *
 * @returns undefined when there is none or it is not closed: a log line that was cut
 */
export function readGoQuoted(text: string, start: number): GoQuoted | undefined {
  if (text[start] !== '"') return undefined;
  const parts: Buffer[] = [];
  let at = start + 1;
  while (at < text.length) {
    const plain = /[^"\\]*/y;
    plain.lastIndex = at;
    const run = plain.exec(text)?.[0] ?? '';
    if (run !== '') parts.push(Buffer.from(run, 'utf8'));
    at += run.length;
    if (text[at] === '"') return { bytes: Buffer.concat(parts), end: at + 1 };
    const escaped = readEscape(text, at);
    if (escaped === undefined) return undefined;
    parts.push(escaped.bytes);
    at = escaped.end;
  }
  return undefined;
}

/** The bytes of a text that is one Go string from its first to its last character, else undefined. */
export function unquoteGo(text: string): Buffer | undefined {
  const quoted = readGoQuoted(text, 0);
  return quoted?.end === text.length ? quoted.bytes : undefined;
}

function readEscape(text: string, at: number): GoQuoted | undefined {
  const next = text[at + 1];
  if (next === undefined) return undefined;
  const simple = SIMPLE[next];
  if (simple !== undefined) return { bytes: Buffer.of(simple), end: at + 2 };
  // \xff is a byte that was no UTF-8; \u and \U are characters that Go held to be unprintable.
  const digits = { x: 2, u: 4, U: 8 }[next];
  if (digits === undefined) return undefined;
  const hex = text.slice(at + 2, at + 2 + digits);
  if (hex.length !== digits || !/^[0-9a-fA-F]+$/.test(hex)) return undefined;
  const value = Number.parseInt(hex, 16);
  if (next !== 'x' && value > 0x10ffff) return undefined;
  const bytes = next === 'x' ? Buffer.of(value) : Buffer.from(String.fromCodePoint(value), 'utf8');
  return { bytes, end: at + 2 + digits };
}
