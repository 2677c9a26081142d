/** Where in its output the kubelet stopped reading. */
export interface Place {
  /** From 1, as Go counts: the byte it stopped at, or one more than there are when the end is the trouble. */
  byte: number;
  line: number;
  /** In bytes, from 1. */
  column: number;
  /** The output ended while more was expected. */
  atEnd: boolean;
}

/** @param at offset from 0 */
export function placeOf(output: Uint8Array, at: number): Place {
  const before = Buffer.from(output.subarray(0, at));
  const line = before.reduce((lines, byte) => lines + Number(byte === 10), 1);
  return { byte: at + 1, line, column: at - before.lastIndexOf(10), atEnd: at >= output.length };
}
