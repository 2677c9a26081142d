import { readSync } from 'node:fs';
import type { RecordedCall, Result } from './schema.ts';

/** A stretch of an open file that holds calls as the items of a JSON array. Offsets in bytes. */
export interface Stretch {
  file: number;
  from: number;
  to: number;
}

/** Those that were asked for last: every format looks at one result after the other, often more than once. */
let latest: { stretch: Stretch; calls: RecordedCall[] } | undefined;

/**
 * A result whose calls stay in the file until they are asked for, and are not kept then: a record of any number of
 * calls takes no more memory than its largest result. The file has to stay open and as it is.
 */
export function leaveCalls(result: Omit<Result, 'calls'>, stretch: Stretch): Result {
  const { calls: _, ...rest } = result as Result;
  return Object.defineProperty(rest, 'calls', {
    enumerable: true,
    configurable: true,
    get: () => {
      if (latest?.stretch !== stretch) latest = { stretch, calls: readCalls(stretch) };
      return latest.calls;
    },
  }) as Result;
}

function readCalls({ file, from, to }: Stretch): RecordedCall[] {
  const bytes = Buffer.allocUnsafe(to - from);
  for (let done = 0; done < bytes.length; ) {
    const count = readSync(file, bytes, done, bytes.length - done, from + done);
    if (count === 0) throw new Error('the record was cut short while it was read');
    done += count;
  }
  return JSON.parse(`[${bytes.toString()}]`) as RecordedCall[];
}
