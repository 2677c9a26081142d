import type { ChalkInstance } from 'chalk';
import type { FlexcertRecord, Result } from '../record/schema.ts';
import { visibleText } from '../record/visible.ts';
import { type Alike, alike, releasesOf } from './alike.ts';
import { isFailure } from './counting.ts';
import { diagnosisText } from './junit-outcome.ts';
import { callText, capped, oneLine } from './transcript.ts';
import { gist, sentenceOf } from './words.ts';
import { wrapped } from './wrap.ts';

/** Where a summary is written to. */
export interface Page {
  chalk: ChalkInstance;
  /** Columns. */
  width: number;
}

/** How much of a failure a summary shows; the reports have it whole. */
const CALL_LIMIT = 800;
const MESSAGE_LIMIT = 1600;

/** Most messages of a broken expectation do. */
const SHOWS_ITS_CALL = /^call: /m;

export function failures({ results, strict }: FlexcertRecord, page: Page): string[] {
  return alike(results.filter((result) => isFailure(result, strict))).map((same) => failure(same, page));
}

function failure(same: Alike, { chalk, width }: Page): string {
  const [result] = same;
  const mark = result.status === 'error' ? chalk.magenta('! ERROR') : chalk.red(`✗ ${result.level}`);
  const last = result.calls.at(-1);
  const text = (words: string) =>
    wrapped(capped(visibleText(words).trimEnd(), MESSAGE_LIMIT), { width, indent: 2 });
  const rows = [
    `${mark} ${chalk.bold(result.id)} ${chalk.dim(`kubelet ${releasesOf(same)}`)}`,
    ...wrapped(sentenceOf(result), { width, indent: 2 }).map((row) => chalk.dim(row)),
    ...text(result.message ?? ''),
    ...(result.diagnosis ?? []).flatMap((each) => text(diagnosisText(each))),
  ];
  if (last === undefined || SHOWS_ITS_CALL.test(result.message ?? '')) return rows.join('\n');
  const call = capped(callText(last), CALL_LIMIT).split('\n');
  return [...rows, '', ...call.map((row) => `    ${chalk.dim(row)}`)].join('\n');
}

/** What does not decide the verdict and should be known: one line of reason each. */
export function warnings({ results, strict }: FlexcertRecord, { chalk, width }: Page): string[] {
  const rows = alike(results.filter((result) => !isFailure(result, strict))).flatMap((same) => {
    const [result] = same;
    const told = warning(result);
    if (told === undefined) return [];
    const why = wrapped(oneLine(gist(told.why)), { width, indent: 2 });
    return [
      `${chalk.yellow(`▲ ${told.what}`)} ${result.id} ${chalk.dim(`kubelet ${releasesOf(same)}`)}`,
      ...why,
    ];
  });
  return rows.length === 0 ? [] : [rows.join('\n')];
}

function warning({ level, status, message, known }: Result): { what: string; why: string } | undefined {
  if (status === 'failed' && level !== 'MUST') return { what: level, why: message ?? '' };
  if (status === 'known-failure') return { what: 'known', why: known ?? message ?? '' };
  if (status !== 'passed' || known === undefined) return undefined;
  return { what: 'known', why: 'passed, though listed in known-failing: take it off the list' };
}
