import { exitErrorText } from '../../kubelet/exit-error.ts';
import { DEFAULT_RELEASE } from '../../kubelet/profile.ts';
import type { AnswerExplanation } from '../answer/explain-answer.ts';
import { visible } from '../show-bytes.ts';
import { counted, type Page, type PageOptions, pageOf, wrap } from './page.ts';
import { showCauses } from './show-causes.ts';
import { showOutput } from './show-output.ts';

/** The explanation of one answer, as a person reads it. */
export function showAnswer(explanation: AnswerExplanation, options: PageOptions): string {
  const page = pageOf(options);
  return `${[
    ...whatWasRead(explanation, page),
    '',
    ...conclusionRows(explanation, page),
    ...showCauses(explanation.causes, explanation.conclusion.outcome === 'success', page),
    ...noCause(explanation, page),
    ...whatFollows(explanation, page),
  ].join('\n')}\n`;
}

export function whatWasRead({ answer, place }: AnswerExplanation, page: Page): string[] {
  const { chalk } = page;
  const ended = endOf(answer);
  const size = counted(answer.output.length, 'byte');
  return [
    `${chalk.bold(answer.command)} wrote ${size} and ${ended}:`,
    '',
    ...showOutput(answer.output, place, page),
  ];
}

function endOf({ exit, execText }: AnswerExplanation['answer']): string {
  if (exit.spawnError !== undefined) return `could not be executed (${execText ?? exit.spawnError})`;
  const words = exitErrorText(exit);
  if (words === undefined) return exit.code === undefined ? 'ended' : 'exited with 0';
  return words.startsWith('signal') ? `was ended by a ${words}` : `ended with ${words}`;
}

/** What the kubelet concludes, and why. */
export function conclusionRows(
  { answer, conclusion, why }: AnswerExplanation,
  { chalk, width }: Page,
): string[] {
  const release = answer.profile?.release ?? DEFAULT_RELEASE;
  const word = {
    success: chalk.green('success'),
    failure: chalk.red('failure'),
    'not-supported': chalk.yellow('not supported'),
  };
  const rows = [`The kubelet (${release}) concludes: ${chalk.bold(word[conclusion.outcome])}`];
  if (conclusion.outcome === 'failure') rows.push(chalk.red(`  ${visible(conclusion.error ?? '')}`));
  rows.push(...why.flatMap((sentence) => wrap(sentence, width, 2)));
  if (conclusion.crash !== undefined)
    rows.push(
      chalk.red.bold('  It crashes: ') +
        wrap(conclusion.crash, width - 12, 2)
          .join('\n')
          .trimStart(),
    );
  return rows;
}

function noCause({ causes, conclusion, place }: AnswerExplanation, { chalk, width }: Page): string[] {
  if (causes.length > 0 || conclusion.outcome !== 'failure' || place === undefined) return [];
  const text = place.atEnd
    ? 'No rule knows how this came about.'
    : 'No rule knows how this came about. What stands at the place shown is the first that is no JSON there; the mistake may lie before it.';
  return ['', ...wrap(text, width, 0).map((row) => chalk.dim(row))];
}

/** What the kubelet does next. */
export function whatFollows({ next }: AnswerExplanation, { chalk, width }: Page): string[] {
  if (next.length === 0) return [];
  return [
    '',
    chalk.bold('What the kubelet does next'),
    ...next.flatMap((sentence) => wrap(sentence, width, 2)),
  ];
}
