import { stringify } from 'yaml';
import type { FlexcertRecord, Result } from '../record/schema.ts';
import { visibleText } from '../record/visible.ts';
import { capped, oneLine, transcript } from './transcript.ts';
import { sentenceOf } from './words.ts';

/** What a diagnosis block holds of a transcript; the record has it whole. */
const TRANSCRIPT_LIMIT = 16 * 1024;

/**
 * The Test Anything Protocol, version 14. What does not count against the driver (a known failure, a failing
 * SHOULD unless strict, a failing MAY) is a TODO, which its consumers do not count either.
 */
export function renderTap(record: FlexcertRecord): string {
  return [...tapChunks(record)].join('');
}

export function* tapChunks({ results, ended, strict = false }: FlexcertRecord): Generator<string> {
  yield 'TAP version 14\n';
  // Without the last lines a run that was cut short, or ran nothing, would be taken for a good one.
  if (results.length === 0) return yield 'Bail out! no requirement was run\n';
  yield `1..${results.length}\n`;
  for (const [index, result] of results.entries()) yield testPoint(result, index + 1, strict);
  if (ended !== undefined) yield `Bail out! the run ended early: ${oneLine(ended)}\n`;
}

function testPoint(result: Result, number: number, strict: boolean): string {
  const { id, kubelet, status } = result;
  const ok = status === 'passed' || status === 'skipped' || status === 'not-applicable';
  const name = escapeDescription(oneLine(`${id} (kubelet ${kubelet})`));
  const line = `${ok ? 'ok' : 'not ok'} ${number} - ${name}${directive(result, strict)}`;
  if (status === 'passed' && result.known === undefined) return `${line}\n`;
  return `${line}\n${diagnostics(result)}`;
}

function directive({ level, status, message = '', known }: Result, strict: boolean): string {
  const counts = level === 'MUST' || (level === 'SHOULD' && strict);
  const first = escapeDescription(oneLine(message.split('\n', 1)[0] as string));
  if (status === 'skipped') return ` # SKIP ${first}`;
  if (status === 'not-applicable') return ` # SKIP not applicable: ${first}`;
  if (status === 'known-failure')
    return ` # TODO known failure: ${escapeDescription(oneLine(known ?? message))}`;
  if (status === 'failed' && !counts) return ` # TODO a ${level}: told, not counted`;
  return '';
}

/** A `#` would begin a directive, and a brace at the end of the line a subtest. */
function escapeDescription(text: string): string {
  return text.replace(/[\\#]/g, '\\$&').replace(/\{\s*$/, '{.');
}

function diagnostics(result: Result): string {
  const { level, status, message, known, diagnosis, notes, reference, calls } = result;
  const failed = status === 'failed' || status === 'error' || status === 'known-failure';
  const document = stringify(
    visibleIn({
      level,
      status,
      sentence: sentenceOf(result),
      reference,
      ...(message === undefined ? {} : { message }),
      ...(known === undefined ? {} : { known }),
      ...(notes === undefined ? {} : { notes }),
      ...(diagnosis === undefined ? {} : { diagnosis }),
      ...(failed && calls.length > 0 ? { transcript: capped(transcript(result), TRANSCRIPT_LIMIT) } : {}),
    }),
    { lineWidth: 0 },
  );
  const rows = document.trimEnd().split('\n');
  return ['  ---', ...rows.map((row) => (row === '' ? '' : `  ${row}`)), '  ...', ''].join('\n');
}

function visibleIn(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value);
  if (Array.isArray(value)) return value.map(visibleIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visibleIn(item)]));
}
