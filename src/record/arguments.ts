import { createHash } from 'node:crypto';
import type { RecordedCall } from './schema.ts';

/** Bytes up to which an argument is kept whole: twice what the longest path or name can take. */
const WHOLE = 8192;
/** Bytes kept at either end of a longer one. */
const KEPT = 1024;

/**
 * Arguments for the record, secrets already taken out. One of 100 KiB in each of twenty calls tells no more than
 * its ends, its length and its digest.
 */
export function recordArguments(argv: readonly string[]): Pick<RecordedCall, 'argv' | 'cut'> {
  const cut: NonNullable<RecordedCall['cut']> = [];
  const kept = argv.map((argument, index) => {
    // A character takes three bytes for each of its UTF-16 units at most.
    if (argument.length * 3 <= WHOLE) return argument;
    const bytes = Buffer.from(argument);
    if (bytes.length <= WHOLE) return argument;
    const head = characterEnd(bytes, KEPT);
    const tail = characterEnd(bytes, bytes.length - KEPT);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    cut.push({ argument: index, at: head, length: bytes.length, sha256 });
    return Buffer.concat([bytes.subarray(0, head), bytes.subarray(tail)]).toString();
  });
  return { argv: kept, ...(cut.length === 0 ? {} : { cut }) };
}

/** The arguments for people: what was left out of one stands where it was, in words. */
export function shownArguments({ argv, cut = [] }: Pick<RecordedCall, 'argv' | 'cut'>): string[] {
  if (cut.length === 0) return [...argv];
  return argv.map((argument, index) => {
    const gap = cut.find((each) => each.argument === index);
    if (gap === undefined) return argument;
    const bytes = Buffer.from(argument);
    const note = `[... ${gap.length - bytes.length} bytes left out, ${gap.length} in all, sha256 ${gap.sha256.slice(0, 12)} ...]`;
    return bytes.subarray(0, gap.at).toString() + note + bytes.subarray(gap.at).toString();
  });
}

/** The first offset from `at` on that no character spans. */
function characterEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && ((bytes[end] as number) & 0xc0) === 0x80) end += 1;
  return end;
}
