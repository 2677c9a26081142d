import { constants } from 'node:os';
import { type ExplainedAnswer, explain, explainCall } from '../api/explain.ts';
import { showAnswer } from '../diagnose/text/show-answer.ts';
import { showLog } from '../diagnose/text/show-log.ts';
import { answerToJson, logToJson } from '../diagnose/to-json.ts';
import { UsageError } from '../errors.ts';
import type { Exit } from '../kubelet/types.ts';
import type { Isolation } from '../sandbox/types.ts';
import { EXIT } from './exit-codes.ts';
import { pageFor } from './page.ts';

interface Options {
  as: 'auto' | 'answer' | 'log';
  command?: string;
  exit?: string;
  json: boolean;
  kubelet: string;
  isolation: Isolation;
  timeout: number;
}

/** A log of more than this is better filtered first; an answer never is that long. */
const LONGEST_INPUT = 256 * 1024 * 1024;

/** `explain [file]`: an answer or a log, told apart by what stands in it. */
export async function explainText(input: NodeJS.ReadableStream, options: Options): Promise<number> {
  const { as, command, exit, kubelet } = options;
  const explanation = explain(await readAll(input), {
    command,
    kubelet,
    lookHere: true,
    as: as === 'auto' ? undefined : as,
    exit: exit === undefined ? undefined : readExit(exit),
  });
  if (explanation.kind === 'log') {
    return print(options.json ? logToJson(explanation) : showLog(explanation, pageFor(process.stdout)));
  }
  if (explanation.guessed === true) {
    process.stderr.write(
      `flexcert: taken for the answer to ${explanation.answer.command}; say --command, or --as log if it is a log\n`,
    );
  }
  return printAnswer(explanation, options);
}

/** `explain -- command args`: runs a driver, and explains what it answered. */
export async function explainCommand(words: readonly string[], options: Options): Promise<number> {
  const [executable = '', ...argv] = words;
  if (argv.length === 0) throw new UsageError(`say the command too: flexcert explain -- ${executable} init`);
  const { command, kubelet, isolation, timeout } = options;
  const timeoutMs = timeout * 1000;
  const explanation = await explainCall({ executable, argv, command, kubelet, isolation, timeoutMs });
  if (explanation.end !== 'eof') {
    process.stderr.write(
      `flexcert: the call did not end within ${timeout} s (${explanation.end}); a kubelet would wait on\n`,
    );
  }
  return printAnswer(explanation, options);
}

function printAnswer(explanation: ExplainedAnswer, { json }: Options): number {
  return print(json ? answerToJson(explanation) : showAnswer(explanation, pageFor(process.stdout)));
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
