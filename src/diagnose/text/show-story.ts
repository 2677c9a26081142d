import type { Moment } from '../log/incident.ts';
import type { Story, StoryStep } from '../log/story.ts';
import { visible } from '../show-bytes.ts';
import { type Page, wrap } from './page.ts';

/** What happened to one volume, step by step. */
export function showStory(story: Story, { chalk, width }: Page): string[] {
  const of = [
    story.driver === undefined ? undefined : `driver ${story.driver}`,
    story.pods.length === 0 ? undefined : `pod${story.pods.length > 1 ? 's' : ''} ${story.pods.join(', ')}`,
  ].filter((part) => part !== undefined);
  const head = `What happened to volume ${story.volume}${of.length === 0 ? '' : ` (${of.join('; ')})`}`;
  const clockWidth = Math.max(12, ...story.steps.map((step) => at(step.moment).length));
  return [
    '',
    chalk.bold.underline(head),
    ...story.steps.flatMap((step) => showStep(step, clockWidth, chalk, width)),
  ];
}

function showStep(step: StoryStep, clockWidth: number, chalk: Page['chalk'], width: number): string[] {
  const clock = at(step.moment).padEnd(clockWidth);
  const mark = {
    started: ' ',
    succeeded: chalk.green('✓'),
    failed: chalk.red('✗'),
    default: chalk.yellow('·'),
    note: chalk.yellow('!'),
  }[step.state];
  const repeats =
    step.count > 1 ? ` [${step.count} times${step.last === undefined ? '' : `, last ${at(step.last)}`}]` : '';
  const text = visible(step.text + repeats);
  const rows = wrap(text, width, clockWidth + 5);
  return rows.map((row, index) => (index === 0 ? `  ${chalk.dim(clock)} ${mark} ${row.trimStart()}` : row));
}

function at({ clock, age, line }: Moment): string {
  return clock ?? age ?? `line ${line}`;
}
