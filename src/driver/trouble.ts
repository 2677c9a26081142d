/** Something that the person at the node can mend: its message becomes the answer's, without a stack. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

const LONGEST = 200;

/** A value out of the options, as a message may show it: quoted, on one line, not longer than a glance. */
export function shown(value: string): string {
  const quoted = JSON.stringify(value);
  return quoted.length > LONGEST ? `${quoted.slice(0, LONGEST)}..." (${value.length} characters)` : quoted;
}

/** Which error of a system call it was: `ENOENT`; undefined when it was none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
