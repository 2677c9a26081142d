import { bytesOf } from '../../record/bytes.ts';
import { showDuration } from '../log/duration.ts';
import type { Finding } from '../recorder/check-answers.ts';
import type { Oddity } from '../recorder/check-calls.ts';
import type { Trace, TracedCall } from '../recorder/read-trace.ts';
import { showBytes, visible } from '../show-bytes.ts';
import { counted, type Page, type PageOptions, pageOf, wrap } from './page.ts';
import { showCauses } from './show-causes.ts';

/** A trace as a story: each call in order, what the kubelet concluded, and what is wrong with it. */
export function showTrace(
  trace: Trace,
  answers: readonly Finding[],
  odd: readonly Oddity[],
  options: PageOptions,
): string {
  const page = pageOf(options);
  const { chalk } = page;
  const { calls } = trace;
  const span =
    calls.length === 0 ? '' : `, ${day(calls[0] as TracedCall)} to ${day(calls.at(-1) as TracedCall)}`;
  return `${[
    `${chalk.bold(visible(trace.driver))}: ${counted(calls.length, 'call')}${span}`,
    ...storyRows(calls, page),
    ...answerRows(answers, calls, page),
    ...oddRows(odd, calls, page),
  ].join('\n')}\n`;
}

function day({ startedAt }: TracedCall): string {
  return startedAt.replace('T', ' ').slice(0, 19);
}

function storyRows(calls: readonly TracedCall[], page: Page): string[] {
  if (calls.length === 0) return ['', 'Nothing was called yet.'];
  const rows: string[] = [''];
  for (let index = 0; index < calls.length; ) {
    const call = calls[index] as TracedCall;
    let next = index + 1;
    while (next < calls.length && isSame(call, calls[next] as TracedCall)) next += 1;
    rows.push(...callRows(call, next - index, page));
    index = next;
  }
  return rows;
}

function isSame(a: TracedCall, b: TracedCall): boolean {
  const essence = ({ argv, output, exit, unfinished }: TracedCall) =>
    JSON.stringify([argv, output, exit, unfinished]);
  return essence(a) === essence(b);
}

function callRows(call: TracedCall, count: number, { chalk, width }: Page): string[] {
  const { argv, startedAt, durationMs, conclusion, volume } = call;
  const mark =
    call.unfinished === true
      ? chalk.yellow('?')
      : { success: chalk.green('✓'), failure: chalk.red('✗'), 'not-supported': chalk.dim('·') }[
          conclusion.outcome
        ];
  const [command = '(no command)', ...args] = argv;
  const times = count === 1 ? '' : chalk.dim(` ${count} times`);
  const took = call.unfinished === true ? 'no end was written down' : showDuration(durationMs) + endOf(call);
  const head = `${chalk.dim(startedAt.slice(11, 23))} ${mark} ${chalk.bold(visible(command).padEnd(13))} ${visible(volume ?? '').padEnd(12)} ${chalk.dim(took)}${times}`;
  const told = { success: '', failure: visible(conclusion.error ?? ''), 'not-supported': 'not supported' }[
    conclusion.outcome
  ];
  const rows =
    told === '' || call.unfinished === true
      ? []
      : wrap(told, width, 15).map((row) =>
          conclusion.outcome === 'failure' ? chalk.red(row) : chalk.dim(row),
        );
  const wrote =
    conclusion.outcome === 'failure'
      ? [chalk.dim(`${' '.repeat(15)}wrote ${wroteText(call, width - 22)}`)]
      : [];
  const given =
    args.length === 0 || conclusion.outcome !== 'failure'
      ? []
      : [chalk.dim(`${' '.repeat(15)}given ${shortened(visible(args.join(' ')), width - 22)}`)];
  return [head, ...rows, ...given, ...wrote];
}

function wroteText({ output }: TracedCall, room: number): string {
  return output.length === 0 ? 'nothing' : shortenedInside(showBytes(bytesOf(output)), room);
}

/** Of a failure alone: what is not supported counts with any exit. */
function endOf({ exit, conclusion }: TracedCall): string {
  if (conclusion.outcome !== 'failure') return '';
  if (exit.signal !== undefined) return `, killed by ${exit.signal}`;
  return exit.code === 0 || exit.code === undefined ? '' : `, exit ${exit.code}`;
}

function answerRows(findings: readonly Finding[], calls: readonly TracedCall[], page: Page): string[] {
  const { chalk } = page;
  return findings
    .filter(({ causes }) => causes.length > 0)
    .flatMap(({ calls: at, command, error, causes }) => {
      const first = calls[at[0] as number] as TracedCall;
      const head = `${command}, ${at.length === 1 ? `at ${first.startedAt.slice(11, 23)}` : `${at.length} times from ${first.startedAt.slice(11, 23)}`}`;
      return ['', chalk.bold.underline(head), ...showCauses(causes, error === undefined, page)];
    });
}

export function oddRows(
  odd: readonly Oddity[],
  calls: readonly TracedCall[],
  { chalk, width }: Page,
): string[] {
  if (odd.length === 0) return [];
  const grouped = new Map<string, number[]>();
  for (const { call, what } of odd) grouped.set(what, [...(grouped.get(what) ?? []), call]);
  const rows = [...grouped].flatMap(([what, at]) => {
    const first = calls[at[0] as number] as TracedCall;
    const where = `${first.startedAt.slice(11, 23)}${at.length === 1 ? '' : ` and ${at.length - 1} more`}`;
    return wrap(`${where}: ${visible(what)}`, width, 2);
  });
  return ['', chalk.bold.underline('Calls that no kubelet makes'), ...rows];
}

function shortened(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(10, room - 1))}…`;
}

/** Its beginning says where the text comes from, its end what the matter is. */
function shortenedInside(text: string, room: number): string {
  if (text.length <= room) return text;
  const head = Math.floor((room - 1) / 3);
  return `${text.slice(0, head)}…${text.slice(head + 1 - room)}`;
}
