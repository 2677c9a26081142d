import { shownArguments } from '../record/arguments.ts';
import type { RecordedCall, Result } from '../record/schema.ts';
import { visibleOutput, visibleText } from '../record/visible.ts';
import { counted, duration } from './words.ts';

/** What the driver was told, what it answered, what the kubelet concludes: one call as lines of text. */
export function callText(call: RecordedCall): string {
  const output = visibleOutput(call.output);
  return [
    `$ ${shownArguments(call).map(shellQuoted).join(' ')}`,
    output === '' ? '(no output)' : output.replace(/\n$/, ''),
    `=> ${endingText(call)}; ${conclusionText(call)}`,
  ].join('\n');
}

/** How the driver's process ended, and how long the kubelet waited for it. */
export function endingText({ exit, end, exitMs, durationMs, sent }: RecordedCall): string {
  const how =
    exit.spawnError !== undefined
      ? `could not be executed (${exit.spawnError})`
      : exit.signal !== undefined
        ? `killed by ${exit.signal}`
        : exit.code !== undefined
          ? `exit ${exit.code}`
          : 'did not exit';
  const why = sent === undefined ? '' : `, sent ${sent} by the requirement,`;
  return `${how}${why}${END_WORDS[end](exitMs)} after ${duration(durationMs)}`;
}

const END_WORDS: Readonly<Record<RecordedCall['end'], (exitMs: number) => string>> = {
  eof: () => '',
  killed: () => ', ended by flexcert at its limit',
  held: (exitMs) => `, gone at ${duration(exitMs)}, but something kept its output open`,
  aborted: () => ', the run was ended',
};

/** What the kubelet concludes, with its own words for an error. */
export function conclusionText({ conclusion }: RecordedCall): string {
  const { outcome, error, crash } = conclusion;
  const main =
    outcome === 'success'
      ? 'the kubelet reads Success'
      : outcome === 'not-supported'
        ? 'the kubelet reads Not supported'
        : `the kubelet reports: ${oneLine(error ?? 'a failure')}`;
  return crash === undefined ? main : `${main}; a real kubelet would crash: ${oneLine(crash)}`;
}

/** Every call of a requirement, numbered. */
export function transcript({ calls }: Pick<Result, 'calls'>): string {
  if (calls.length === 0) return 'No call was made.';
  const numbered = calls.map((call, index) => `[${index + 1}/${calls.length}] ${callText(call)}`);
  return `${counted(calls.length, 'call')}\n\n${numbered.join('\n\n')}`;
}

/** An argument as a POSIX shell takes it, so that a call can be pasted; unseen characters become visible. */
export function shellQuoted(argument: string): string {
  const shown = oneLine(argument);
  if (/^[\w@%+=:,./~-]+$/.test(shown)) return shown;
  return `'${shown.replaceAll("'", "'\\''")}'`;
}

/** Text with its newlines visible as well, where one line is all there is room for. */
export function oneLine(text: string): string {
  return visibleText(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** Text of at most `limit` characters: head and tail, and what is missing between them. */
export function capped(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const note = (missing: number) => `\n[... ${missing} characters left out ...]\n`;
  const room = Math.max(0, limit - note(text.length).length);
  const headEnd = boundary(text, Math.ceil(room / 2));
  const tailStart = boundary(text, text.length - Math.floor(room / 2));
  return text.slice(0, headEnd) + note(tailStart - headEnd) + text.slice(tailStart);
}

/** Never between the two halves of a surrogate pair. */
function boundary(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}
