import { exitErrorText } from '../../kubelet/exit-error.ts';
import { decodeAnswer } from '../../kubelet/json/decode-answer.ts';
import type { Conclusion, Exit } from '../../kubelet/types.ts';
import type { Aspects } from '../rule.ts';
import { latin1 } from '../show-bytes.ts';
import type { AnswerToExplain } from './answer.ts';
import { jsonContext } from './json-context.ts';
import { namedKeys } from './named-keys.ts';

/** Rules look at this much of an output: no cause of ours needs more, and time stays bounded. */
const LOOKED_AT = 1 << 18;

/** Everything that a rule may look at in one answer. */
export function answerAspects(answer: AnswerToExplain, conclusion: Conclusion, stoppedAt?: number): Aspects {
  const output = Buffer.from(answer.output.subarray(0, LOOKED_AT)).toString('latin1');
  const { status } = conclusion;
  return {
    command: answer.command,
    output,
    outcome: conclusion.outcome,
    error: conclusion.error,
    exit:
      isTold(answer.exit) && answer.exit.spawnError === undefined
        ? (exitErrorText(answer.exit) ?? '')
        : undefined,
    untold: isTold(answer.exit) ? undefined : 'exit',
    exec: optional(answer.execText ?? answer.exit.spawnError),
    status: optional(status?.status),
    message: optional(status?.message),
    device: optional(status?.device),
    volumeName: optional(status?.volumeName),
    attached: status === undefined ? undefined : String(status.attached),
    crash: conclusion.crash,
    keys: stoppedAt === undefined ? namedKeys(output) : undefined,
    args: optional(answer.args?.join(' ')),
    options: optional(answer.args?.find((argument) => argument.startsWith('{'))),
    executable: optional(answer.executable),
    file: optional(answer.executable),
    program: answer.program,
    ...stopAspects(output, conclusion.error, stoppedAt),
  };
}

/** A log may hold what a driver wrote, and not how it ended. */
function isTold({ code, signal, spawnError }: Exit): boolean {
  return code !== undefined || signal !== undefined || spawnError !== undefined;
}

/** Where Go's scanner stopped, in its words: `looking for beginning of value`; `end` for the end of input. */
export function contextOf(error: string): string {
  if (error.startsWith('unexpected end')) return 'end';
  return /^invalid character '(?:\\?.|\\x..|\\u....)' (.+)$/s.exec(error)?.[1] ?? '';
}

function stopAspects(output: string, error: string | undefined, at: number | undefined): Aspects {
  if (at === undefined || at > output.length) return {};
  const { key, stringFrom } = jsonContext(output, at);
  return {
    context: at >= output.length ? 'end' : contextOf(error ?? ''),
    before: output.slice(0, at),
    rest: output.slice(at),
    key: key?.toLowerCase(),
    inString: stringFrom === undefined ? '' : 'yes',
    character: controlCharacter(output.charCodeAt(at)),
    document: documentWithin(output.slice(at)),
    read: documentWithin(output.slice(0, at)),
  };
}

/**
 * The driver's answer in a text that holds more than that: the part from a brace at the start of a line
 * (or of the text) that is one whole document with a status.
 */
function documentWithin(text: string): string | undefined {
  const end = text.lastIndexOf('}');
  if (end < 0) return undefined;
  const starts = [...text.matchAll(/\{\s*"/g)].slice(0, 20).map((found) => found.index);
  const whole = starts.map((start) => text.slice(start, end + 1)).find(isAnswer);
  return whole;
}

function isAnswer(text: string): boolean {
  const decoded = decodeAnswer(Buffer.from(text, 'latin1'));
  return decoded.error === undefined && decoded.status.status !== '';
}

function controlCharacter(code: number): string | undefined {
  if (Number.isNaN(code) || code >= 0x20) return undefined;
  const name = {
    0: 'a NUL byte',
    9: 'a tab',
    10: 'a line break',
    13: 'a carriage return',
    27: 'an escape (ESC)',
  }[code];
  return name ?? `the control character 0x${code.toString(16).padStart(2, '0')}`;
}

function optional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : latin1(text);
}
