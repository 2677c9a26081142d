import { HarnessError } from '../../errors.ts';
import type { BodyStatus } from '../messages.ts';
import { ExpectationFailed } from './expectation.ts';

/** Thrown by `skip` and `notApplicable`. */
export class BodyEnded extends Error {
  override readonly name = 'BodyEnded';
  readonly status: 'skipped' | 'not-applicable';

  constructor(status: 'skipped' | 'not-applicable', reason: string) {
    super(reason);
    this.status = status;
  }
}

/** What became of a body. @param message as it is told in every report */
export interface Ending {
  status: BodyStatus;
  message?: string;
}

/**
 * Runs a body; whatever it throws is an ending.
 * @param theirs whether a path is one that the driver was given to work on
 */
export async function endingOf(
  body: () => Promise<void>,
  theirs: (path: string) => boolean,
): Promise<Ending> {
  try {
    await body();
    return { status: 'passed' };
  } catch (error) {
    if (error instanceof ExpectationFailed) return { status: 'failed', message: error.message };
    if (error instanceof BodyEnded) return { status: error.status, message: error.message };
    const missed = missedFile(error, theirs);
    if (missed !== undefined) return { status: 'failed', message: missed };
    if (error instanceof HarnessError) return { status: 'error', message: error.message };
    // A defect of the requirement or of ours: where it happened is what is needed.
    return { status: 'error', message: String((error as Error)?.stack ?? error) };
  }
}

/** A body looks at what the driver was given; where that is not there any more, or does not answer, so it is told. */
function missedFile(error: unknown, theirs: (path: string) => boolean): string | undefined {
  const { code, path, syscall } = error as Partial<NodeJS.ErrnoException>;
  if (code === undefined || path === undefined || !theirs(path)) return undefined;
  return `expected ${path} to be there and to answer\ncame ${code} at ${syscall}`;
}
