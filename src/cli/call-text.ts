import type { ChalkInstance } from 'chalk';
import type { ByHand, SeenMount } from '../conformance/by-hand/messages.ts';
import type { AnswerExplanation } from '../diagnose/answer/explain-answer.ts';
import { explainCall } from '../diagnose/explain-failure.ts';
import type { Cause } from '../diagnose/match-rules.ts';
import { type Page, type PageOptions, pageOf, wrap } from '../diagnose/text/page.ts';
import { showOutput } from '../diagnose/text/show-output.ts';
import type { RecordedCall } from '../record/schema.ts';
import { visibleOutput, visibleText } from '../record/visible.ts';
import { endingText } from '../report/transcript.ts';
import { counted, duration } from '../report/words.ts';
import { argumentLines } from './call-arguments.ts';
import { conclusionLines, shortConclusion } from './call-conclusion.ts';
import type { Row } from './call-row.ts';
import { traceRows } from './call-trace.ts';
import { hang } from './hang.ts';

export interface ToldCall extends ByHand {
  /** `vendor/driver`. */
  driver: string;
  /** Release. */
  kubelet: string;
}

const LABEL_WIDTH = 10;
/** Of an answer; the whole is in --json. */
const SHOWN_LINES = 40;
const MOST_CAUSES = 2;

/** What one call by hand came to, for a person at a terminal. */
export function callText(told: ToldCall, options: PageOptions): string {
  const page = pageOf(options);
  const { chalk } = page;
  const { call } = told;
  const title = `${chalk.bold(visibleText(told.driver))}  ${chalk.dim(`as kubelet ${told.kubelet} calls it`)}`;
  const rows: Row[] = [
    ...(told.before.length === 0
      ? []
      : [['before', told.before.map((one) => beforeLine(one, chalk))] as Row]),
    ...(told.stuck === undefined ? [] : [['stuck', [chalk.red(visibleText(told.stuck))]] as Row]),
    ...(call === undefined ? [] : callRows(told, call, page)),
    ...(told.notes.length === 0 ? [] : [['note', told.notes] as Row]),
  ];
  return `${title}\n\n${rows.map((row) => rowText(row, page)).join('\n\n')}\n`;
}

function callRows(told: ToldCall, call: RecordedCall, page: Page): Row[] {
  const { chalk } = page;
  const explanation = explainCall(call, told.kubelet, attachesOf(told.before));
  const { next, causes } = explanation;
  return [
    ['call', argumentLines(told.executable, call.argv, chalk)],
    ['answer', [...answerLines(call, explanation, page), chalk.dim(endOf(call))]],
    ['kubelet', conclusionLines(call, chalk)],
    ...(hasMounts(told) ? [['mounts', mountLines(told, chalk)] as Row] : []),
    ...(told.trace === undefined ? [] : traceRows(told.trace, chalk)),
    ...causes.slice(0, MOST_CAUSES).map((cause) => causeRow(cause, page)),
    ...(next.length === 0 ? [] : [['next', next.flatMap((sentence) => besideLabel(sentence, page))] as Row]),
  ];
}

/** What init has said, when it was called before. */
function attachesOf(before: readonly RecordedCall[]): boolean | undefined {
  const init = before.find(({ argv, conclusion }) => argv[0] === 'init' && conclusion.outcome === 'success');
  const capabilities = init?.conclusion.status?.Capabilities as { attach?: boolean } | undefined;
  return init === undefined ? undefined : capabilities?.attach !== false;
}

function causeRow({ title, certainty, cause, mend, attempts, rule }: Cause, page: Page): Row {
  const { chalk } = page;
  return [
    certainty === 'certain' ? 'cause' : 'perhaps',
    [
      chalk.bold(title),
      ...besideLabel(cause, page),
      ...besideLabel(`Mend: ${mend}`, page),
      ...attempts.map((attempt) => chalk.cyan(`  ${attempt}`)),
      chalk.dim(`rule ${rule}`),
    ],
  ];
}

function besideLabel(text: string, { width }: Page): string[] {
  return wrap(text, width - LABEL_WIDTH, 0);
}

function rowText([label, lines]: Row, { chalk, width }: Page): string {
  // A command to be tried is copied whole; the sentences beside it have the width already.
  const shown =
    label === 'cause' || label === 'perhaps' ? lines : lines.map((line) => hang(line, width - LABEL_WIDTH));
  const [first = '', ...rest] = shown.flatMap((line) => line.split('\n'));
  const margin = ' '.repeat(LABEL_WIDTH);
  return [`${chalk.cyan(label.padEnd(LABEL_WIDTH))}${first}`, ...rest.map((line) => margin + line)].join(
    '\n',
  );
}

function beforeLine(call: RecordedCall, chalk: ChalkInstance): string {
  return `${(call.argv[0] ?? '').padEnd(14)} ${chalk.dim(endingText(call).padEnd(22))} ${shortConclusion(call)}`;
}

/** The bytes as they came, with a mark where reading stopped; what a terminal would not show is written out. */
function answerLines({ output }: RecordedCall, { answer, place }: AnswerExplanation, page: Page): string[] {
  const { chalk } = page;
  if (output.length === 0) return [chalk.dim('nothing')];
  if (place !== undefined && output.cutAt === undefined)
    return showOutput(answer.output, place, { ...page, width: page.width - LABEL_WIDTH });
  const lines = visibleOutput(output, (escaped) => chalk.inverse(escaped))
    .replace(/\n$/, '')
    .split('\n');
  if (lines.length <= SHOWN_LINES) return lines;
  const half = SHOWN_LINES / 2;
  const hidden = chalk.dim(`... ${lines.length - SHOWN_LINES} lines more; --json has them`);
  return [...lines.slice(0, half), hidden, ...lines.slice(-half)];
}

function endOf(call: RecordedCall): string {
  const { exitMs, durationMs } = call;
  const isLate = call.end === 'eof' && durationMs - exitMs > Math.max(20, exitMs);
  const ending = isLate
    ? `${endingText({ ...call, durationMs: exitMs })}, its output open until ${duration(durationMs)}`
    : endingText(call);
  return `${counted(call.output.length, 'byte')}, ${ending}`;
}

function hasMounts({ mounted, unmounted, target }: ToldCall): boolean {
  return mounted.length + unmounted.length > 0 || target !== undefined;
}

function mountLines({ mounted, unmounted, target }: ToldCall, chalk: ChalkInstance): string[] {
  const describe = ({ fsType, source, path, readOnly }: SeenMount): string =>
    `${fsType} ${visibleText(source)} on ${visibleText(path)}${readOnly ? ' (read-only)' : ''}`;
  const lines = [
    ...mounted.map((mount) => chalk.green(`+ ${describe(mount)}`)),
    ...unmounted.map((mount) => chalk.yellow(`- ${describe(mount)}`)),
  ];
  if (mounted.length + unmounted.length === 0) lines.push('nothing was mounted or unmounted');
  if (target !== undefined) lines.push(chalk.dim(targetText(target)));
  return lines;
}

function targetText({ path, exists, looksMounted }: NonNullable<ToldCall['target']>): string {
  if (!exists) return `there is no ${visibleText(path)}`;
  return `to this kubelet the directory ${looksMounted ? 'is a mount point' : 'is no mount point'}`;
}
