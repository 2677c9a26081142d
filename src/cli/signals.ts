import { type Endings, withEndings } from '../sandbox/endings.ts';
import { EXIT } from './exit-codes.ts';
import { type EndingSignal, endedBySignal } from './run-exit-code.ts';

/**
 * Runs a task that a signal asks to end; the task then cleans up and answers what it has. A second signal
 * hurries it. However it ends, all that its cells had is given back.
 *
 * @param task is also told to end when nobody reads stdout any more, and after an error that nobody caught
 * @param onDefect given such an error when there is an answer that is worth telling first; thrown otherwise
 * @returns the answer, and the signal that came
 */
export async function untilSignal<Answer extends object>(
  task: (signal: AbortSignal, hurry: AbortSignal) => Promise<Answer>,
  onDefect: (error: unknown) => void = rethrow,
): Promise<Answer & { signal?: EndingSignal }> {
  const { answer, endedBy, leaks, uncaught } = await withEndings(({ signal, hurry }: Endings) =>
    task(signal, hurry),
  );
  for (const { what, mend } of leaks) {
    process.stderr.write(`flexcert: left behind: ${what}\n${mend.map((line) => `  ${line}\n`).join('')}`);
  }
  const signal = endedBy === 'stdout' ? undefined : endedBy;
  // It did not end although it was hurried, and all that it made has been taken from it.
  if (answer === undefined) process.exit(signal === undefined ? EXIT.harness : endedBySignal(signal));
  if (uncaught !== undefined) onDefect(uncaught.error);
  return signal === undefined ? answer : { ...answer, signal };
}

function rethrow(error: unknown): never {
  throw error;
}
