import { type FlexcertRecord, LEVELS, type Result, STATUSES, type Verdict } from '../record/schema.ts';
import { type Alike, alike, releasesOf } from './alike.ts';
import { isFailure, qualifications } from './counting.ts';
import { markdownFailure } from './markdown-failure.ts';
import { inlineCode, plainText } from './markdown-text.ts';
import { counted, duration, gist, STATUS_WORDS, VERDICT_WORDS } from './words.ts';

/** How long a text may be, and in what it is measured. */
export interface MarkdownLimit {
  most: number;
  measure: (text: string) => number;
}

/** GitHub aborts the upload of a longer job summary; some room is left for what else the step writes. */
export const SUMMARY_LIMIT: MarkdownLimit = { most: 1000 * 1024, measure: (text) => Buffer.byteLength(text) };

/** GitHub refuses a longer comment. Counted in UTF-16 units, which are never fewer than characters. */
export const COMMENT_LIMIT: MarkdownLimit = { most: 65_536, measure: (text) => text.length };

/** For a job summary: `GITHUB_STEP_SUMMARY`. */
export function renderMarkdown(record: FlexcertRecord): string {
  return fitted(record, SUMMARY_LIMIT);
}

/** For a comment on a pull request. */
export function renderComment(record: FlexcertRecord): string {
  return fitted(record, COMMENT_LIMIT);
}

/** Characters of a failure's transcript, from generous to none. */
const TRANSCRIPTS = [8000, 2000, 500, 0];

/**
 * What matters most has its room first: the verdict and the counts, failures with as much of their calls as
 * fits all of them, then warnings, what did not run, and what passed, as many rows as fit.
 */
function fitted(record: FlexcertRecord, { most, measure }: MarkdownLimit): string {
  const head = [title(record), reasons(record), countTable(record)].filter((part) => part !== '');
  const size = (parts: readonly string[]) => measure(parts.join('\n\n')) + 2;
  const failed = alike(record.results.filter((result) => isFailure(result, record.strict === true)));
  const blocks = TRANSCRIPTS.map((limit) => failed.map((same) => markdownFailure(same, limit)));
  const roomy =
    blocks.find((block) => size([...head, ...block]) <= most * 0.8) ?? (blocks.at(-1) as string[]);
  const shown = asManyAsFit(roomy, most * 0.8 - size(head), measure);
  const missing = roomy.length - shown.length;
  const parts = [
    ...head,
    ...shown,
    ...(missing > 0 ? [`… and ${counted(missing, 'more failure')}: see the report.`] : []),
  ];
  for (const table of [warnings(record), notRun(record), passed(record)]) {
    const room = most - size(parts) - measure(table.frame(0)) - ROOM_FOR_NOTE;
    const rows = asManyAsFit(table.rows, room, measure);
    if (rows.length > 0) parts.push(table.frame(table.rows.length - rows.length, rows));
  }
  return `${parts.join('\n\n')}\n`;
}

const ROOM_FOR_NOTE = 100;

/** How many are named; the report has them all. */
const LEAKS = 20;

function asManyAsFit(pieces: readonly string[], room: number, measure: (text: string) => number): string[] {
  let left = room;
  const end = pieces.findIndex((piece) => {
    left -= measure(piece) + 2;
    return left < 0;
  });
  return end === -1 ? [...pieces] : pieces.slice(0, end);
}

const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  conformant: '✅',
  'not-conformant': '❌',
  incomplete: '⚠️',
};

function title({ driver, summary, kubelet, durationMs, results, tool }: FlexcertRecord): string {
  const releases = kubelet.releases.map(({ release }) => release).join(', ');
  const version = driver.version === undefined ? '' : ` ${inlineCode(driver.version)}`;
  return [
    `## ${VERDICT_SIGNS[summary.verdict]} ${VERDICT_WORDS[summary.verdict]}: ${inlineCode(driver.name)}${version}`,
    `${counted(results.length, 'result')} in ${duration(durationMs)} · kubelet ${releases} · flexcert ${tool.version}, suite ${tool.suite}`,
  ].join('\n\n');
}

function reasons(record: FlexcertRecord): string {
  const { summary, leaks } = record;
  return [
    ...[...summary.reasons, ...qualifications(record)].map((reason) => `- ${plainText(reason)}`),
    ...leaks
      .slice(0, LEAKS)
      .map(
        ({ kind, what, requirement }) =>
          `- left behind: ${kind} ${inlineCode(what)} by ${inlineCode(requirement)}`,
      ),
  ].join('\n');
}

function countTable({ summary: { counts } }: FlexcertRecord): string {
  const columns = STATUSES.filter((status) => LEVELS.some((level) => counts[level][status] > 0));
  if (columns.length === 0) return '';
  const rows = LEVELS.map(
    (level) => `| **${level}** | ${columns.map((status) => counts[level][status] || '').join(' | ')} |`,
  );
  return [
    `| | ${columns.map((status) => STATUS_WORDS[status]).join(' | ')} |`,
    `| :-- |${' --: |'.repeat(columns.length)}`,
    ...rows,
  ].join('\n');
}

interface Table {
  rows: string[];
  /** The table with some rows, and how many it had to leave out. */
  frame(missing: number, rows?: readonly string[]): string;
}

function warnings({ results, strict = false }: FlexcertRecord): Table {
  const told = results.filter(
    (result) =>
      (result.status === 'failed' && !isFailure(result, strict)) ||
      result.status === 'known-failure' ||
      result.known !== undefined,
  );
  return table('Told, not counted', told, ([{ status, known, message }]) =>
    status === 'passed' ? 'passed, though listed in known-failing' : (known ?? message ?? ''),
  );
}

function notRun({ results }: FlexcertRecord): Table {
  const told = results.filter(({ status }) => status === 'skipped' || status === 'not-applicable');
  return table('Not run', told, ([{ message = '' }]) => message);
}

function passed({ results }: FlexcertRecord): Table {
  const told = results.filter(({ status, known }) => status === 'passed' && known === undefined);
  return table('Passed', told, (same) => duration(same.reduce((sum, { durationMs }) => sum + durationMs, 0)));
}

function table(heading: string, results: readonly Result[], last: (same: Alike) => string): Table {
  const rows = alike(results).map((same) => {
    const [result] = same;
    const cell = inlineCode(gist(last(same)).slice(0, CELL));
    return `| ${result.level} | ${inlineCode(result.id)} | ${releasesOf(same)} | ${cell} |`;
  });
  return {
    rows,
    frame: (missing, shown = []) =>
      [
        `<details><summary>${heading} (${results.length})</summary>`,
        '',
        '| | Requirement | Kubelet | |',
        '| :-- | :-- | :-- | :-- |',
        ...shown,
        '',
        ...(missing > 0 ? [`… and ${missing} more: see the report.`, ''] : []),
        '</details>',
      ].join('\n'),
  };
}

/** Characters of the last cell. */
const CELL = 200;
