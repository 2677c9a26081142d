import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { type AnswerExplanation, explainAnswer } from '../diagnose/answer/explain-answer.ts';
import { heldAspects } from '../diagnose/answer/held-aspects.ts';
import { guessCommand } from '../diagnose/guess-command.ts';
import { kindOfInput } from '../diagnose/kind-of-input.ts';
import { explainLog, type LogExplanation } from '../diagnose/log/explain-log.ts';
import { driversHere } from '../diagnose/machine/drivers-here.ts';
import { DEFAULT_PLUGIN_DIRECTORY, findKubelets } from '../diagnose/machine/kubelet-process.ts';
import { runCalls } from '../diagnose/run/run-calls.ts';
import { HarnessError, UsageError } from '../errors.ts';
import { DEFAULT_RELEASE, type Profile, profileFor } from '../kubelet/profile.ts';
import type { CallEnd, Exit } from '../kubelet/types.ts';
import type { Isolation } from '../sandbox/types.ts';

export interface ExplainOptions {
  /** Whether it is a driver's answer or a log. Default: what it looks like. */
  as?: 'answer' | 'log' | undefined;
  /** The command that was answered, such as `mount`. Default: guessed. */
  command?: string | undefined;
  /** How the driver ended. Default: exit code 0. */
  exit?: Exit | undefined;
  /** Release of the kubelet. Default: the newest measured. */
  kubelet?: string | undefined;
  /** Looks at the drivers that a log names, where this machine has them. Default: nothing but the text counts. */
  lookHere?: boolean | undefined;
}

/** A driver's answer, explained. */
export interface ExplainedAnswer extends AnswerExplanation {
  kind: 'answer';
  /** Set when the command is a guess from the answer. */
  guessed?: boolean;
  /** Set for a call that was made here: how reading its output ended. A kubelet waits for `eof`. */
  end?: CallEnd;
}

/** The troubles of a log, explained. */
export interface ExplainedLog extends LogExplanation {
  kind: 'log';
}

export type Explanation = ExplainedAnswer | ExplainedLog;

/**
 * Explains what a driver answered, or what a kubelet or controller-manager logged, as `flexcert explain` does:
 * what the kubelet concludes and why, what it does next, the causes known and their mend.
 *
 * @param input the answer's bytes, or the log's text
 */
export function explain(input: string | Uint8Array, options: ExplainOptions = {}): Explanation {
  const bytes = Buffer.from(input as Uint8Array);
  const told = options.command !== undefined || options.exit !== undefined ? 'answer' : options.as;
  const profile = profileFor(options.kubelet ?? DEFAULT_RELEASE);
  const look = options.lookHere === true ? driversHere(findKubelets()) : undefined;
  if ((told ?? kindOfInput(bytes)) === 'log') {
    return { kind: 'log', ...explainLog(bytes.toString('utf8'), profile, look) };
  }
  const command = options.command ?? guessCommand(bytes);
  const explanation = explainAnswer({ command, output: bytes, exit: options.exit ?? { code: 0 }, profile });
  return { kind: 'answer', ...explanation, ...(told === undefined ? { guessed: true } : {}) };
}

export interface ExplainCallOptions {
  /** The driver's executable. */
  executable: string;
  /** The command and its arguments. */
  argv: readonly string[];
  /** What it is explained as the answer to. Default: the command that is called. */
  command?: string | undefined;
  /** Release of the kubelet. Default: the newest measured. */
  kubelet?: string | undefined;
  /** Where it runs: apart from the host, or on it. Default: `full`. */
  isolation?: Isolation | undefined;
  /** Milliseconds that the call may take. Default: 60,000. */
  timeoutMs?: number | undefined;
  /** Ends the call early. */
  signal?: AbortSignal | undefined;
}

/**
 * Makes one call to a driver, apart from the host, and explains what it answered.
 *
 * @throws HarnessError when no cell can be made here, or the call was ended before the driver ran
 */
export async function explainCall(options: ExplainCallOptions): Promise<ExplainedAnswer> {
  const { isolation = 'full', timeoutMs: limitMs = 60_000, signal } = options;
  const [command, ...args] = options.argv;
  if (command === undefined) throw new UsageError('which command? Say for example init');
  const profile: Profile = profileFor(options.kubelet ?? DEFAULT_RELEASE);
  const executable = isAbsolute(options.executable) ? options.executable : resolve(options.executable);
  // A cell has a plugin directory of its own, which hides the one of the host.
  const hidden = isolation === 'full' && executable.startsWith(`${DEFAULT_PLUGIN_DIRECTORY}/`);
  const inCell = hidden ? relative(DEFAULT_PLUGIN_DIRECTORY, executable) : executable;
  const [call] = await runCalls([{ executable: inCell, argv: [...options.argv] }], {
    drivers: hidden ? [dirname(executable)] : [],
    profile,
    isolation,
    limitMs,
    ...(signal === undefined ? {} : { signal }),
  });
  if (call === undefined) throw new HarnessError(`${options.executable} was not run`);
  const { output, exit, end } = call;
  const answer = { command: options.command ?? command, args, executable, output, exit, profile };
  const explanation = explainAnswer(answer, heldAspects(call));
  return { kind: 'answer', ...explanation, end };
}
