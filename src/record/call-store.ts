import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaveCalls } from './left-calls.ts';
import type { Result } from './schema.ts';
import { callChunks } from './write.ts';

/** Takes the calls of results out of memory while a run goes on. */
export interface CallStore {
  /** The same result; its calls come back when they are asked for. */
  keep(result: Result): Result;
}

/**
 * A store in a temporary file that has no name any more, so that nothing is left of it however the run ends. Where
 * none can be written, calls stay in memory.
 */
export function callStore(folder: string = tmpdir()): CallStore {
  let file: number | undefined;
  let [size, broken] = [0, false];
  return {
    keep: (result) => {
      if (broken || result.calls.length === 0) return result;
      try {
        file ??= namelessFile(folder);
        const bytes = Buffer.from([...callChunks(result.calls)].join(''));
        writeFileSync(file, bytes);
        size += bytes.length;
        return leaveCalls(result, { file, from: size - bytes.length, to: size });
      } catch {
        // A full disk. What was stored before can still be read.
        broken = true;
        return result;
      }
    },
  };
}

function namelessFile(folder: string): number {
  const own = mkdtempSync(join(folder, 'flexcert-calls-'));
  try {
    return openSync(join(own, 'calls'), 'wx+', 0o600);
  } finally {
    rmSync(own, { recursive: true });
  }
}
