import { checkAnswers } from '../diagnose/recorder/check-answers.ts';
import { checkCalls } from '../diagnose/recorder/check-calls.ts';
import { homeOf, readNote } from '../diagnose/recorder/home.ts';
import { type InstallOptions, installShim } from '../diagnose/recorder/install.ts';
import { readTrace, type Trace } from '../diagnose/recorder/read-trace.ts';
import { removeShim } from '../diagnose/recorder/remove.ts';
import { showTrace } from '../diagnose/text/show-trace.ts';
import { UsageError } from '../errors.ts';
import { type Profile, profileFor } from '../kubelet/profile.ts';
import { EXIT } from './exit-codes.ts';
import { pageFor } from './page.ts';

export function recordInstall(target: string, options: InstallOptions): number {
  const { home, trace, again } = installShim(target, options);
  const text = again
    ? `${home.executable} is recorded already; links to new files beside it were made.\n`
    : [
        `${home.executable} is recorded from now on; the driver itself is ${home.moved}.`,
        `  the calls:  flexcert record show ${home.directory}`,
        `  the trace:  ${trace}`,
        `  to end it:  flexcert record remove ${home.directory}`,
        '',
      ].join('\n');
  process.stdout.write(text);
  return EXIT.done;
}

/** @returns exit code 3 when calls still run from the dot directory, which then has to stay */
export async function recordRemove(target: string, waitMs: number): Promise<number> {
  const { home, trace, replaced, running, left } = await removeShim(target, waitMs);
  const lines = [
    replaced
      ? `${home.executable} had been replaced meanwhile; the newer one stays.`
      : `${home.executable} is the driver again, as it was.`,
    ...(trace === undefined ? [] : [`  the trace stays:  ${trace}`]),
    ...(left.length === 0
      ? []
      : [
          `  ${home.home} stays: ${left.join(', ')} is in ${home.directory} as well. Compare, and move it by hand.`,
        ]),
    ...(running.length === 0
      ? []
      : [
          `  ${home.home} stays for now: calls still run from it (pid ${running.join(', ')}). Run this again when they are gone.`,
        ]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return running.length > 0 ? EXIT.harness : EXIT.done;
}

export function recordShow(target: string, release: string, json: boolean): number {
  const profile = profileFor(release);
  const trace = openTrace(target, profile);
  const text = json
    ? `${JSON.stringify({ kind: 'trace', ...trace })}\n`
    : showTrace(
        trace,
        checkAnswers(trace.calls, release),
        checkCalls(trace.calls, profile),
        pageFor(process.stdout),
      );
  process.stdout.write(text);
  return EXIT.done;
}

/** A trace by its own path, or by the directory of the driver that is recorded. */
export function openTrace(target: string, profile: Profile): Trace {
  const noted = noteOf(target);
  return readTrace(noted ?? target, profile);
}

function noteOf(target: string): string | undefined {
  try {
    return readNote(homeOf(target))?.trace;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
