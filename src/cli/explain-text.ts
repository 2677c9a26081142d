import { constants } from 'node:os';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { explainAnswer } from '../diagnose/answer/explain-answer.ts';
import { guessCommand } from '../diagnose/guess-command.ts';
import { kindOfInput } from '../diagnose/kind-of-input.ts';
import { explainLog } from '../diagnose/log/explain-log.ts';
import { DEFAULT_PLUGIN_DIRECTORY } from '../diagnose/machine/kubelet-process.ts';
import { type MadeCall, runCalls } from '../diagnose/run/run-calls.ts';
import { showAnswer } from '../diagnose/text/show-answer.ts';
import { showLog } from '../diagnose/text/show-log.ts';
import { answerToJson, logToJson } from '../diagnose/to-json.ts';
import { UsageError } from '../errors.ts';
import type { Profile } from '../kubelet/profile.ts';
import type { Exit } from '../kubelet/types.ts';
import type { Isolation } from '../sandbox/types.ts';
import { EXIT } from './exit-codes.ts';
import { pageFor } from './page.ts';

interface Options {
  as: 'auto' | 'answer' | 'log';
  command?: string;
  exit?: string;
  json: boolean;
  profile: Profile;
  isolation: Isolation;
  timeout: number;
}

/** A log of more than this is better filtered first; an answer never is that long. */
const LONGEST_INPUT = 256 * 1024 * 1024;

/** `explain [file]`: an answer or a log, told apart by what stands in it. */
export async function explainText(input: NodeJS.ReadableStream, options: Options): Promise<number> {
  const bytes = await readAll(input);
  const asked = options.command !== undefined || options.exit !== undefined ? 'answer' : options.as;
  const kind = asked === 'auto' ? kindOfInput(bytes) : asked;
  if (kind === 'log') {
    const explanation = explainLog(bytes.toString('utf8'), options.profile);
    return print(options.json ? logToJson(explanation) : showLog(explanation, pageFor(process.stdout)));
  }
  const command = options.command ?? guessCommand(bytes);
  if (asked === 'auto') {
    process.stderr.write(
      `flexcert: taken for the answer to ${command}; say --command, or --as log if it is a log\n`,
    );
  }
  const exit = readExit(options.exit ?? '0');
  const explanation = explainAnswer({ command, output: bytes, exit, profile: options.profile });
  return print(options.json ? answerToJson(explanation) : showAnswer(explanation, pageFor(process.stdout)));
}

/** `explain -- command args`: runs a driver, and explains what it answered. */
export async function explainCommand(words: readonly string[], options: Options): Promise<number> {
  const [given, command = '', ...args] = words as [string, ...string[]];
  const executable = isAbsolute(given) ? given : resolve(given);
  if (command === '') throw new UsageError(`say the command too: flexcert explain -- ${given} init`);
  // A cell has a plugin directory of its own, which hides the one of the host.
  const hidden = options.isolation === 'full' && executable.startsWith(`${DEFAULT_PLUGIN_DIRECTORY}/`);
  const inCell = hidden ? relative(DEFAULT_PLUGIN_DIRECTORY, executable) : executable;
  const [call] = await runCalls([{ executable: inCell, argv: [command, ...args] }], {
    drivers: hidden ? [dirname(executable)] : [],
    profile: options.profile,
    isolation: options.isolation,
    limitMs: options.timeout * 1000,
  });
  if (call === undefined) throw new UsageError(`${given} was not run`);
  const explanation = explainAnswer(
    {
      command: options.command ?? command,
      args,
      executable,
      output: call.output,
      exit: call.exit,
      profile: options.profile,
    },
    heldAspects(call),
  );
  const notes =
    call.end === 'eof'
      ? []
      : [
          `flexcert: the call did not end within ${options.timeout} s (${call.end}); a kubelet would wait on\n`,
        ];
  process.stderr.write(notes.join(''));
  return print(options.json ? answerToJson(explanation) : showAnswer(explanation, pageFor(process.stdout)));
}

function print(report: unknown): number {
  process.stdout.write(typeof report === 'string' ? report : `${JSON.stringify(report)}\n`);
  return EXIT.done;
}

async function readAll(input: NodeJS.ReadableStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of input) {
    parts.push(part as Buffer);
    length += (part as Buffer).length;
    if (length > LONGEST_INPUT) {
      throw new UsageError(
        `more than ${LONGEST_INPUT / 1024 / 1024} MiB to explain. Take what matters: journalctl -u kubelet --since -1h, or grep -E "driver-call|[Ff]lex|olume"`,
      );
    }
  }
  return Buffer.concat(parts);
}

/** `3`, `KILL`, `SIGKILL`, `137` (which is an exit code here, as it is for a kubelet). */
function readExit(text: string): Exit {
  if (/^\d{1,3}$/.test(text) && Number(text) < 256) return { code: Number(text) };
  const name = `SIG${text.toUpperCase().replace(/^SIG/, '')}`;
  if (name in constants.signals) return { signal: name as NodeJS.Signals };
  throw new UsageError(`--exit ${text} is neither an exit code from 0 to 255 nor a signal such as KILL`);
}

/** A child that kept the output for longer than it takes to end. */
function heldAspects({ durationMs, exitMs }: MadeCall): Record<string, string> {
  const held = durationMs - exitMs;
  return held > 500 ? { held: `${(held / 1000).toFixed(1)} s` } : {};
}
