import { Chalk } from 'chalk';
import { type FlexcertRecord, LEVELS, type Result, STATUSES, type Verdict } from '../record/schema.ts';
import { visibleText } from '../record/visible.ts';
import { qualifications } from './counting.ts';
import { failures, type Page, warnings } from './terminal-failures.ts';
import { oneLine } from './transcript.ts';
import { counted, duration, STATUS_WORDS, VERDICT_WORDS } from './words.ts';
import { wrapped } from './wrap.ts';

export interface TerminalOptions {
  color: boolean;
  /** Columns. */
  width: number;
}

/** What a person wants to know after a run: the verdict and why, the counts, each failure with its last call. */
export function renderSummary(record: FlexcertRecord, { color, width }: TerminalOptions): string {
  const page: Page = { chalk: new Chalk({ level: color ? 1 : 0 }), width: Math.max(40, width) };
  return `${[
    headline(record, page),
    ...failures(record, page),
    ...warnings(record, page),
    ...notRun(record, page),
    ...leftBehind(record, page),
    ...circumstances(record, page),
    counts(record, page),
    verdict(record, page),
  ].join('\n\n')}\n`;
}

function headline({ tool, driver, kubelet, durationMs, results }: FlexcertRecord, { chalk }: Page): string {
  const releases = kubelet.releases.map(({ release }) => release).join(', ');
  const version = driver.version === undefined ? '' : ` ${visibleText(driver.version)}`;
  return [
    `${chalk.bold(visibleText(driver.name))}${version}`,
    chalk.dim(`kubelet ${releases}`),
    chalk.dim(`${counted(results.length, 'requirement')} in ${duration(durationMs)}`),
    chalk.dim(`flexcert ${tool.version}, suite ${tool.suite}`),
  ].join(chalk.dim(' · '));
}

/** Grouped by reason: forty requirements that miss one tool are one line. */
function notRun({ results }: FlexcertRecord, { chalk, width }: Page): string[] {
  const byReason = new Map<string, Result[]>();
  for (const result of results.filter(({ status }) => status === 'skipped')) {
    const reason = visibleText(result.message ?? 'no reason given').split('\n', 1)[0] as string;
    byReason.set(reason, [...(byReason.get(reason) ?? []), result]);
  }
  if (byReason.size === 0) return [];
  const rows = [...byReason].flatMap(([reason, skipped]) => {
    const ids = skipped.slice(0, 3).map(({ id }) => id);
    const more = skipped.length > ids.length ? `, and ${skipped.length - ids.length} more` : '';
    return wrapped(`${reason}: ${ids.join(', ')}${more}`, { width, indent: 2 });
  });
  return [[chalk.bold('Not run here'), ...rows].join('\n')];
}

function leftBehind({ leaks }: FlexcertRecord, { chalk }: Page): string[] {
  if (leaks.length === 0) return [];
  const rows = leaks.flatMap(({ kind, what, requirement, mend = [] }) => [
    `  ${kind} ${visibleText(what)} ${chalk.dim(`by ${requirement}`)}`,
    ...mend.map((command) => `    ${visibleText(command)}`),
  ]);
  return [[chalk.bold('Left behind by the driver'), ...rows].join('\n')];
}

function circumstances(record: FlexcertRecord, { chalk, width }: Page): string[] {
  const rows = [
    ...record.limits.map((limit) => `limit reached: ${limit}`),
    ...qualifications(record),
  ].flatMap((row) => wrapped(oneLine(row), { width, indent: 2 }));
  return rows.length === 0 ? [] : [[chalk.bold('Of this run'), ...rows].join('\n')];
}

function counts({ summary }: FlexcertRecord, { chalk }: Page): string {
  const columns = STATUSES.filter((status) => LEVELS.some((level) => summary.counts[level][status] > 0));
  const rows = LEVELS.filter((level) => columns.some((status) => summary.counts[level][status] > 0)).map(
    (level) => {
      const cells = columns.map((status) => {
        const count = summary.counts[level][status];
        const cell = `${count} ${STATUS_WORDS[status]}`;
        const width = Math.max(
          ...LEVELS.map((l) => `${summary.counts[l][status]} ${STATUS_WORDS[status]}`.length),
        );
        const padded = (count === 0 ? '' : cell).padEnd(width);
        return status === 'failed' && count > 0 && level === 'MUST' ? chalk.red(padded) : padded;
      });
      return `  ${chalk.bold(level.padEnd(6))}  ${cells.join('  ').trimEnd()}`;
    },
  );
  return rows.length === 0 ? '  nothing ran' : rows.join('\n');
}

function verdict({ summary, results }: FlexcertRecord, { chalk, width }: Page): string {
  const paint: Record<Verdict, (text: string) => string> = {
    conformant: (text) => chalk.green.bold(`✓ ${text}`),
    'not-conformant': (text) => chalk.red.bold(`✗ ${text}`),
    incomplete: (text) => chalk.yellow.bold(`! ${text}`),
  };
  const releases = Object.entries(summary.releases);
  const perRelease = releases.map(
    ([release, each]) => `  kubelet ${release.padEnd(6)} ${paint[each](VERDICT_WORDS[each])}`,
  );
  const judged = results.filter(({ status }) => status === 'passed' || status === 'failed').length;
  return [
    `${paint[summary.verdict](VERDICT_WORDS[summary.verdict])}${summary.verdict === 'conformant' ? chalk.dim(` · ${counted(judged, 'requirement')} judged`) : ''}`,
    ...(releases.length > 1 ? perRelease : []),
    ...summary.reasons.flatMap((reason) => wrapped(visibleText(reason), { width, indent: 2 })),
  ].join('\n');
}
