import type { RecordedBytes } from './schema.ts';
import { sequenceLength } from './utf8.ts';

/** What was kept of a driver's output, and how much there was. */
export interface KeptBytes {
  output: Uint8Array;
  /** Bytes the driver really wrote. */
  outputBytes: number;
  /** Offset in `output` where the middle was left out. */
  cutAt?: number | undefined;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes for the record: as text when they are UTF-8, so that people can read it, else exactly, in base64. */
export function recordBytes(kept: KeptBytes): RecordedBytes {
  const { output, cutAt } = mendCut(kept);
  const rest = { length: kept.outputBytes, ...(cutAt === undefined ? {} : { cutAt }) };
  try {
    return { text: strict.decode(output), ...rest };
  } catch {
    return { base64: Buffer.from(output).toString('base64'), ...rest };
  }
}

/** The bytes again, exactly as they were given to recordBytes (but for half characters at a cut). */
export function bytesOf(recorded: RecordedBytes): Buffer {
  if (recorded.base64 !== undefined) return Buffer.from(recorded.base64, 'base64');
  return Buffer.from(recorded.text ?? '', 'utf8');
}

/** How many bytes the driver wrote that the record does not hold. */
export function bytesLeftOut(recorded: RecordedBytes): number {
  return recorded.cutAt === undefined ? 0 : Math.max(0, recorded.length - bytesOf(recorded).length);
}

/**
 * A cut may fall inside a character. Its halves would make a readable answer "not UTF-8" and are no part of
 * what the driver got wrong, so they are counted among the bytes left out.
 */
function mendCut({ output, cutAt }: KeptBytes): { output: Uint8Array; cutAt?: number } {
  if (cutAt === undefined) return { output };
  let head = cutAt;
  for (let back = 1; back <= 3 && back <= cutAt; back += 1) {
    const byte = output[cutAt - back] as number;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      if (sequenceLength(output.subarray(0, cutAt), cutAt - back) === 0) head = cutAt - back;
      break;
    }
  }
  let tail = cutAt;
  while (tail < cutAt + 3 && tail < output.length && ((output[tail] as number) & 0xc0) === 0x80) tail += 1;
  if (head === cutAt && tail === cutAt) return { output, cutAt };
  return { output: Buffer.concat([output.subarray(0, head), output.subarray(tail)]), cutAt: head };
}
