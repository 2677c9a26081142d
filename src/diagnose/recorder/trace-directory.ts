import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from '../../errors.ts';

/** Parts are numbered from here, so that their names sort as their numbers do. */
const FIRST_PART = 100_001;
const ENV = '/usr/bin/env';

/** Makes a driver's trace ready to be written, for root alone; what is in it already stays. */
export function prepareTrace(trace: string): void {
  try {
    mkdirSync(trace, { recursive: true, mode: 0o700 });
    const parts = readdirSync(trace).filter((name) => /^\d{6}$/.test(name));
    const last = Math.max(FIRST_PART - 1, ...parts.map(Number));
    // A part of its own for each recording: nothing is mixed.
    mkdirSync(join(trace, String(last + 1)), { mode: 0o700 });
    writeFileSync(join(trace, 'part'), `${last + 1}\n`, { mode: 0o600 });
  } catch (error) {
    throw new HarnessError(
      `cannot write the trace to ${trace}: ${(error as Error).message}. Name another place with --trace`,
    );
  }
  markAbleEnv(trace);
}

/**
 * Shells other than bash leave SIGINT and SIGQUIT ignored in what they start in the background. GNU env can
 * undo that. The shim uses it where it is the env that was tried here, known by its time stamp.
 */
function markAbleEnv(trace: string): void {
  if (!existsSync(ENV)) return;
  try {
    execFileSync(ENV, ['--default-signal=INT,QUIT', 'true'], { stdio: 'ignore' });
  } catch {
    return;
  }
  const mark = join(trace, 'env');
  const { atime, mtime } = statSync(ENV);
  writeFileSync(mark, '');
  utimesSync(mark, atime, mtime);
}
