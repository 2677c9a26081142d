import type { FlexcertRecord } from '../record/schema.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** Signals that end a run with a code of their own. */
export type EndingSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** What a command tells that a signal ended. */
export function endedBySignal(signal: EndingSignal): ExitCode {
  if (signal === 'SIGINT') return EXIT.interrupted;
  return signal === 'SIGTERM' ? EXIT.terminated : EXIT.harness;
}

/**
 * What a run tells by its exit code: see the table in README. Never 0 when nothing ran.
 *
 * @param signal the one that ended it, when one did
 */
export function runExitCode(
  { summary, results }: Pick<FlexcertRecord, 'summary' | 'results'>,
  signal?: EndingSignal,
): ExitCode {
  if (signal !== undefined) return endedBySignal(signal);
  const ran = results.some(({ status }) => status !== 'skipped' && status !== 'not-applicable');
  const couldNot = results.some(({ status, level }) => status === 'skipped' && level === 'MUST');
  if (!ran && !couldNot) return EXIT.nothing;
  switch (summary.verdict) {
    case 'conformant':
      return EXIT.done;
    case 'not-conformant':
      return EXIT.failed;
    case 'incomplete':
      return EXIT.harness;
  }
}
