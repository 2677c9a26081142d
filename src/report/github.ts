import type { FlexcertRecord, Result } from '../record/schema.ts';
import { visibleText } from '../record/visible.ts';
import { type Alike, alike, releasesOf } from './alike.ts';
import { isFailure, qualifications } from './counting.ts';
import { capped } from './transcript.ts';
import { counted, sentenceOf, VERDICT_WORDS } from './words.ts';

/** GitHub shows this many annotations of a kind of one step. */
const SHOWN = 10;
const MESSAGE_LIMIT = 4000;

/**
 * Workflow commands that GitHub turns into annotations: an error for each failing MUST and each trouble of
 * ours, a warning for a failing SHOULD (an error when strict) and for a known failure that passes.
 */
export function renderGithub(record: FlexcertRecord): string {
  const { results, summary, driver, strict = false } = record;
  const errors = results.filter((result) => isFailure(result, strict));
  const warnings = results.filter(
    (result) =>
      (result.status === 'failed' && result.level === 'SHOULD' && !strict) ||
      (result.status === 'passed' && result.known !== undefined),
  );
  const verdict = [VERDICT_WORDS[summary.verdict], ...summary.reasons, ...qualifications(record)].join('. ');
  return [
    ...commands('error', errors),
    ...commands('warning', warnings),
    command('notice', `flexcert: ${visibleText(driver.name)}`, verdict),
    '',
  ].join('\n');
}

/** One for all releases of which the same is to be said. The last that is shown says how many are not. */
function commands(kind: string, results: readonly Result[]): string[] {
  const told = alike(results);
  const shown = told.length > SHOWN ? told.slice(0, SHOWN - 1) : told;
  const lines = shown.map((same) => command(kind, title(same), text(same[0])));
  if (told.length === shown.length) return lines;
  const rest = told.slice(shown.length).map(([{ id }]) => id);
  return [...lines, command(kind, `${counted(rest.length, `more ${kind}`)}`, rest.join('\n'))];
}

function title(same: Alike): string {
  const [{ id, level }] = same;
  return `${level} ${id} (kubelet ${releasesOf(same)})`;
}

function text(result: Result): string {
  const { message = '', known, status, diagnosis = [] } = result;
  if (status === 'passed') return `listed in known-failing (${known}), and passed: take it off the list`;
  return [sentenceOf(result), message, ...diagnosis.map(({ cause, mend }) => `${cause} Mend: ${mend}`)].join(
    '\n',
  );
}

function command(kind: string, heading: string, message: string): string {
  const shown = capped(visibleText(message), MESSAGE_LIMIT);
  return `::${kind} title=${escapeProperty(visibleText(heading))}::${escapeData(shown)}`;
}

function escapeData(value: string): string {
  return value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(value: string): string {
  return escapeData(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
