import { exitErrorText } from '../../kubelet/exit-error.ts';
import { decodeAnswer } from '../../kubelet/json/decode-answer.ts';
import type { AnswerExplanation } from '../answer/explain-answer.ts';
import { showDuration } from '../log/duration.ts';
import type { LogExplanation, Trouble } from '../log/explain-log.ts';
import { ADDING, type Incident, type Moment, WAITING } from '../log/incident.ts';
import type { DriverHere } from '../machine/drivers-here.ts';
import { visible } from '../show-bytes.ts';
import { counted, type Page, type PageOptions, pageOf, wrap } from './page.ts';
import { causeHead, showCauses } from './show-causes.ts';
import { showOutput } from './show-output.ts';
import { showStory } from './show-story.ts';
import { ToldBefore } from './told-before.ts';

/** The explanation of a log, as a person reads it: each trouble once, then what happened to each volume. */
export function showLog(explanation: LogExplanation, options: PageOptions): string {
  const page = pageOf(options);
  const { chalk } = page;
  const head = chalk.dim(
    `${counted(explanation.lines, 'line')} read, ${counted(explanation.messages, 'message')} about volumes and their drivers`,
  );
  const { troubles, stories } = explanation;
  const none =
    troubles.length === 0 && explanation.cut === 0
      ? ['', 'No trouble with a FlexVolume driver is told here.']
      : [];
  const told = new ToldBefore();
  return `${[
    head,
    ...none,
    ...cutRows(explanation.cut, page),
    ...troubles.flatMap((trouble, index) =>
      showTrouble(trouble, { number: index + 1, of: troubles.length, told }, page),
    ),
    ...stories.flatMap((story) => showStory(story, page)),
  ].join('\n')}\n`;
}

function cutRows(cut: number, { width }: Page): string[] {
  if (cut === 0) return [];
  const text = `${counted(cut, 'message')} about drivers ${cut === 1 ? 'is' : 'are'} cut off at the edge of a screen, as systemctl status and the pager of journalctl do it, and tell nothing so. Give whole lines: journalctl -u kubelet --no-pager | flexcert explain`;
  return ['', ...wrap(text, width, 0)];
}

function showTrouble(
  { incident, answer, causes, here }: Trouble,
  { number, of, told }: { number: number; of: number; told: ToldBefore },
  page: Page,
): string[] {
  const { chalk, width } = page;
  const title = `${of > 1 ? `${number}. ` : ''}${titleOf(incident)}`;
  const error = visible(incident.error);
  const each = causes.map((cause) => {
    return { cause, before: told.in(`${cause.certainty} ${cause.cause}`, number) };
  });
  const fresh = each.filter(({ before }) => before === undefined).map(({ cause }) => cause);
  const again = each.filter(({ before }) => before !== undefined);
  return [
    '',
    chalk.bold.underline(title),
    chalk.dim(`  ${when(incident)}`),
    ...(incident.call?.executable === undefined ? [] : callRows(incident, page)),
    ...(answer !== undefined && incident.call?.outputKnown === true ? outputRows(answer, page) : []),
    ...wrap(`The kubelet concludes: ${error}`, width, 2).map((row) => chalk.red(row)),
    ...(answer?.why ?? []).flatMap((sentence) => wrap(sentence, width, 2)),
    ...(answer?.conclusion.crash === undefined ? [] : wrap(answer.conclusion.crash, width, 2)),
    ...differs(incident, answer, page),
    ...(here === undefined ? [] : hereRows(here, page)),
    ...showCauses(fresh, false, page),
    ...again.flatMap(({ cause, before }) => [
      '',
      causeHead(cause, false, page) + chalk.dim(`, as in ${before}`),
    ]),
    ...next(incident, answer, told, number, page),
  ];
}

const TRIED_AGAIN = 'It is tried again, with backoff up to 2 min 2 s.';
const ADDED_LATER =
  'The kubelet looks again every 100 ms until its first sync, then at each sync of the pod, which waits in ContainerCreating.';

function titleOf({ driver, directory, command, operation, volume }: Incident): string {
  if (operation === WAITING)
    return `${volume.pod === undefined ? 'a pod' : `pod ${volume.pod}`} waits for ${volume.name === undefined ? 'its volumes' : `volume ${volume.name}`}`;
  const what = command === undefined || command === '' ? operation || 'an error text' : command;
  const of = [
    volume.name === undefined ? undefined : `of volume ${volume.name}`,
    volume.pod === undefined ? undefined : `for pod ${volume.pod}`,
    volume.pod === undefined && volume.podUid !== undefined ? `for pod ${volume.podUid}` : undefined,
    driver === undefined
      ? undefined
      : `(driver ${driver}${directory === undefined ? '' : `, directory ${directory}`})`,
  ];
  return [what, ...of].filter((part) => part !== undefined).join(' ');
}

function when({ count, first, last, backoffs, lines }: Incident): string {
  const times = count === 1 ? 'once' : `${count.toLocaleString('en')} times`;
  const moment = ({ clock, age }: Moment) => clock ?? age;
  const alone = first.line === last.line || count === 1;
  const span = [moment(first), alone ? undefined : moment(last)]
    .filter((one) => one !== undefined)
    .join(' to ');
  const waits =
    backoffs.length === 0 ? '' : `, next try after ${shortened(backoffs.map(showDuration)).join(', ')}`;
  return `${times}${span === '' ? '' : `, ${span}`}${waits}; line ${lines[0]}${lines.length > 1 ? ' and on' : ''}`;
}

function shortened(values: readonly string[]): readonly string[] {
  return values.length <= 6 ? values : [...values.slice(0, 4), '...', values.at(-1) as string];
}

/** The call, a word too long for a row whole, as it may be a path; the options by their beginning. */
function callRows({ call }: Incident, { chalk, width }: Page): string[] {
  const words = [call?.executable, call?.command, ...(call?.args ?? [])].flatMap((word) =>
    word === undefined || word === '' ? [] : [visible(word)],
  );
  const isOptions = (word: string): boolean => word.startsWith('{');
  return [
    ...wrap(words.filter((word) => !isOptions(word)).join(' '), width, 2),
    ...words.filter(isOptions).map((word) => `    ${cut(word, width - 4)}`),
  ].map((row) => chalk.dim(row));
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

function outputRows(answer: AnswerExplanation, page: Page): string[] {
  if (answer.answer.exit.spawnError !== undefined)
    return [`  could not be executed: ${answer.answer.execText}`];
  const inner = { ...page, width: page.width - 2 };
  const ended = exitErrorText(answer.answer.exit);
  const how = ended === undefined ? '' : `, and ended with ${ended}`;
  return [
    `  it wrote${how}:`,
    ...showOutput(answer.answer.output, answer.place, inner).map((row) => `  ${row}`),
  ];
}

/** The log's own error text is the truth of that kubelet; where ours differs for these bytes, it is said. */
function differs(
  { call, error }: Incident,
  answer: AnswerExplanation | undefined,
  { chalk, width }: Page,
): string[] {
  if (call?.outputKnown !== true || answer === undefined) return [];
  const ours = answer.conclusion.error ?? '';
  if (error.includes(ours) || decodeAnswer(call.output).error === undefined) return [];
  const text = `Read again, these bytes give "${ours}": the log shows them cut or changed.`;
  return wrap(text, width, 2).map((row) => chalk.dim(row));
}

/** What is seen on this machine comes before what the text lets guess. */
function hereRows({ executable, causes }: DriverHere, page: Page): string[] {
  const nothing =
    causes.length > 0
      ? ''
      : ' Without running it there is nothing amiss to be seen: if it fails here all the same, see flexcert doctor; else the log is of another node, a container, or an earlier time.';
  return [
    '',
    ...wrap(`This machine has ${executable}, looked at as it is now.${nothing}`, page.width, 2),
    ...showCauses(causes, false, page, causes.length),
  ];
}

function next(
  { backoffs, operation }: Incident,
  answer: AnswerExplanation | undefined,
  told: ToldBefore,
  number: number,
  { chalk, width }: Page,
): string[] {
  const waiting = operation === ADDING ? [ADDED_LATER] : [];
  const rows = answer?.next ?? (backoffs.length > 0 ? [TRIED_AGAIN] : waiting);
  if (rows.length === 0) return [];
  const before = told.in(`next ${rows.join(' ')}`, number);
  if (before !== undefined) return ['', chalk.bold('Next') + chalk.dim(`, as in ${before}`)];
  return ['', chalk.bold('Next'), ...rows.flatMap((sentence) => wrap(sentence, width, 2))];
}
