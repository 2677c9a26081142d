import type { Finding } from '../recorder/check-answers.ts';
import type { Oddity } from '../recorder/check-calls.ts';
import type { Trace, TracedCall } from '../recorder/read-trace.ts';
import type { Difference, Replayed, Skipped } from '../recorder/replay.ts';
import { visible } from '../show-bytes.ts';
import { counted, type Page, type PageOptions, pageOf, wrap } from './page.ts';
import { showCauses } from './show-causes.ts';
import { oddRows } from './show-trace.ts';

/** What differs between the calls of a trace and the same calls against another build. */
export function showReplay(
  trace: Trace,
  replayed: readonly Replayed[],
  skipped: readonly Skipped[],
  options: PageOptions,
): string {
  const page = pageOf(options);
  const { chalk } = page;
  const differing = replayed.filter(({ differences }) => differences.length > 0);
  const worse = differing.filter(({ differences }) => differences.some(({ what }) => what === 'outcome'));
  const head = `${chalk.bold(visible(trace.driver))}: ${counted(replayed.length, 'call')} made again, ${differing.length} differ, ${worse.length} of them in their outcome`;
  return `${[
    head,
    ...differing.flatMap((one) => showOne(one, page)),
    ...skippedRows(skipped, trace.calls, page),
  ].join('\n')}\n`;
}

function showOne({ call, before, differences, causes }: Replayed, page: Page): string[] {
  const { chalk, width } = page;
  const [command = '', ...args] = before.argv;
  const head = `${chalk.dim(`#${call + 1} ${before.startedAt.slice(11, 23)}`)} ${chalk.bold(visible(command))} ${visible(before.volume ?? '')}`;
  const given = visible(args.join(' '));
  return [
    '',
    head,
    chalk.dim(`  ${given.length > width - 4 ? `${given.slice(0, width - 5)}…` : given}`),
    ...differences.flatMap((difference) => showDifference(difference, page)),
    ...showCauses(causes, false, page),
  ];
}

function showDifference({ what, before, now }: Difference, { chalk }: Page): string[] {
  const name = what.padEnd(13);
  return [
    chalk.red(`  - ${name} ${visible(before) || '(none)'}`),
    chalk.green(`  + ${name} ${visible(now) || '(none)'}`),
  ];
}

function skippedRows(
  skipped: readonly Skipped[],
  calls: readonly TracedCall[],
  { chalk, width }: Page,
): string[] {
  if (skipped.length === 0) return [];
  const rows = skipped.map(({ call, reason }) => `#${call + 1} ${calls[call]?.argv[0] ?? ''}: ${reason}`);
  return ['', chalk.bold('Not made again'), ...rows.flatMap((row) => wrap(row, width, 2))];
}

/** What is wrong with a trace in itself. */
export function showCheck(
  trace: Trace,
  answers: readonly Finding[],
  odd: readonly Oddity[],
  options: PageOptions,
): string {
  const page = pageOf(options);
  const { chalk, width } = page;
  const misread = answers.filter(({ error }) => error !== undefined);
  const head = `${chalk.bold(visible(trace.driver))}: ${counted(trace.calls.length, 'call')}; ${counted(
    misread.reduce((sum, { calls }) => sum + calls.length, 0),
    'answer',
  )} taken for a failure, ${counted(new Set(odd.map(({ call }) => call)).size, 'call')} that no kubelet makes`;
  const rows = answers.flatMap(({ calls, command, error, causes }) => [
    '',
    chalk.bold.underline(
      `${command}, ${calls.length === 1 ? 'once' : `${calls.length} times`}, first #${(calls[0] as number) + 1}`,
    ),
    ...(error === undefined
      ? []
      : wrap(`The kubelet concludes: ${visible(error)}`, width, 2).map((row) => chalk.red(row))),
    ...showCauses(causes, error === undefined, page),
  ]);
  return `${[head, ...rows, ...oddRows(odd, trace.calls, page)].join('\n')}\n`;
}
