import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { checkAnswers } from '../diagnose/recorder/check-answers.ts';
import { checkCalls } from '../diagnose/recorder/check-calls.ts';
import { replayTrace } from '../diagnose/recorder/replay.ts';
import { showCheck, showReplay } from '../diagnose/text/show-replay.ts';
import { UsageError } from '../errors.ts';
import { profileFor } from '../kubelet/profile.ts';
import type { Isolation } from '../sandbox/types.ts';
import { EXIT } from './exit-codes.ts';
import { pageFor } from './page.ts';
import { openTrace } from './record-actions.ts';

interface CheckArgs {
  trace: string;
  kubelet: string;
  json: boolean;
}

interface ReplayArgs extends CheckArgs {
  driver: string;
  secret: string[];
  isolation: Isolation;
  timeout: number;
}

/** `replay <trace>` alone. @returns exit code 1 when an answer was misread or a call is odd */
export function checkTrace({ trace: path, kubelet, json }: CheckArgs): number {
  const profile = profileFor(kubelet);
  const trace = openTrace(path, profile);
  const answers = checkAnswers(trace.calls, kubelet);
  const odd = checkCalls(trace.calls, profile);
  process.stdout.write(
    json
      ? `${JSON.stringify({ kind: 'check', driver: trace.driver, calls: trace.calls.length, answers, odd })}\n`
      : showCheck(trace, answers, odd, pageFor(process.stdout)),
  );
  return odd.length > 0 || answers.some(({ error }) => error !== undefined) ? EXIT.failed : EXIT.done;
}

/** `replay <trace> --driver`. @returns exit code 1 when a call has another outcome */
export async function replayAgainst(args: ReplayArgs): Promise<number> {
  const profile = profileFor(args.kubelet);
  const trace = openTrace(args.trace, profile);
  if (trace.calls.length === 0) {
    process.stderr.write('flexcert: the trace has no calls, so nothing was replayed\n');
    return EXIT.nothing;
  }
  const { replayed, skipped } = await replayTrace(executableOf(args.driver), trace.calls, {
    profile,
    isolation: args.isolation,
    limitMs: args.timeout * 1000,
    secrets: readSecrets(args.secret),
  });
  process.stdout.write(
    args.json
      ? `${JSON.stringify({ kind: 'replay', driver: trace.driver, replayed: replayed.map(toJson), skipped })}\n`
      : showReplay(trace, replayed, skipped, pageFor(process.stdout)),
  );
  return replayed.some(({ differences }) => differences.some(({ what }) => what === 'outcome'))
    ? EXIT.failed
    : EXIT.done;
}

function toJson({
  call,
  before,
  now,
  differences,
  causes,
}: Awaited<ReturnType<typeof replayTrace>>['replayed'][number]): object {
  const { outcome, error } = now.conclusion;
  const output = now.output.toString('base64');
  return {
    call,
    argv: before.argv,
    now: { outcome, error, exit: now.exit, end: now.end, output_b64: output, durationMs: now.durationMs },
    differences,
    causes,
  };
}

function executableOf(given: string): string {
  const path = resolve(given);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new UsageError(
      `no driver at ${given}: there is no such file. Give an executable or a <vendor~driver> directory`,
    );
  return stats.isDirectory() ? join(path, basename(path).split('~').at(-1) as string) : path;
}

function readSecrets(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError(`--secret ${pair} is not of the form key=value`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
