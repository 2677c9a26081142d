import { pipeline } from 'node:stream/promises';
import { UsageError } from '../errors.ts';
import { concludeLine } from '../kubelet/conclude-line.ts';
import type { Profile } from '../kubelet/profile.ts';
import { EXIT } from './exit-codes.ts';
import { lineBatches } from './line-batches.ts';

/**
 * `explain --jsonl`: a case a line in, a conclusion a line out, in the same order and as they come. A
 * line that is no case is told on stderr with its number; the others are answered all the same.
 * @returns exit code 2 when a line was no case
 */
export async function explainJsonl(input: NodeJS.ReadableStream, profile: Profile): Promise<number> {
  let number = 0;
  let code: number = EXIT.done;

  function explain(line: string): string {
    number += 1;
    if (line.trim() === '') return '';
    try {
      return `${concludeLine(line, profile)}\n`;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      code = EXIT.usage;
      process.stderr.write(`flexcert: explain --jsonl: line ${number}: ${error.message}\n`);
      return '';
    }
  }

  async function* explained(source: AsyncIterable<string | Buffer>): AsyncGenerator<string> {
    for await (const lines of lineBatches(source)) {
      const text = lines.map(explain).join('');
      if (text !== '') yield text;
    }
  }

  try {
    await pipeline(input, explained, process.stdout, { end: false });
  } catch (error) {
    // Whoever read us has what they wanted, as with `| head`.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
  return code;
}
