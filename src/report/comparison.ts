import { Chalk } from 'chalk';
import type { Change, Comparison } from '../record/compare.ts';
import { inlineCode, plainText } from './markdown-text.ts';
import type { TerminalOptions } from './terminal.ts';
import { oneLine } from './transcript.ts';
import { gist, STATUS_WORDS, VERDICT_WORDS } from './words.ts';
import { wrapped } from './wrap.ts';

/** The kinds of change in the order in which a reader wants them. */
const KINDS = [
  ['broke', 'Broke'],
  ['mended', 'Mended'],
  ['stillFailing', 'Still failing'],
  ['unjudged', 'No longer judged'],
  ['changed', 'Changed otherwise'],
  ['added', 'New'],
  ['gone', 'Gone'],
] as const satisfies readonly (readonly [keyof Comparison, string])[];

/** A comparison for the terminal. */
export function comparisonText(comparison: Comparison, { color, width }: TerminalOptions): string {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const sections = KINDS.flatMap(([kind, heading]) => {
    const changes = comparison[kind];
    if (changes.length === 0) return [];
    const title = `${heading} (${changes.length})`;
    const painted =
      kind === 'broke'
        ? chalk.red.bold(title)
        : kind === 'mended'
          ? chalk.green.bold(title)
          : chalk.bold(title);
    const rows = changes.flatMap((change) => [
      `  ${change.level.padEnd(6)} ${oneLine(change.id)} ${chalk.dim(`kubelet ${change.kubelet}: ${statuses(change)}`)}`,
      ...(kind === 'broke' ? wrapped(oneLine(gist(change.message ?? '')), { width, indent: 9 }) : []),
    ]);
    return [[painted, ...rows].join('\n')];
  });
  const circumstances = comparison.circumstances.map((told) => chalk.dim(oneLine(told))).join('\n');
  return `${[circumstances, ...sections, verdictLine(comparison)].filter((part) => part !== '').join('\n\n')}\n`;
}

/** The same as Markdown. */
export function comparisonMarkdown(comparison: Comparison): string {
  const sections = KINDS.flatMap(([kind, heading]) => {
    const changes = comparison[kind];
    if (changes.length === 0) return [];
    const rows = changes.map((change) => {
      const cells = [
        change.level,
        inlineCode(change.id),
        change.kubelet,
        statuses(change),
        inlineCode(gist(change.message ?? '')),
      ];
      return `| ${cells.join(' | ')} |`;
    });
    return [
      `### ${heading} (${changes.length})\n\n| | Requirement | Kubelet | | |\n| :-- | :-- | :-- | :-- | :-- |\n${rows.join('\n')}`,
    ];
  });
  const circumstances = comparison.circumstances.map((told) => `- ${plainText(told)}`).join('\n');
  const title = `## ${comparison.broke.length > 0 ? '❌' : '✅'} ${verdictLine(comparison)}`;
  return `${[title, circumstances, ...sections].filter((part) => part !== '').join('\n\n')}\n`;
}

/** The same for programs. */
export function comparisonJson(comparison: Comparison): string {
  return `${JSON.stringify(comparison, null, 2)}\n`;
}

function statuses({ before, after }: Change): string {
  if (before === undefined) return STATUS_WORDS[after ?? 'passed'];
  if (after === undefined) return `was ${STATUS_WORDS[before]}`;
  return before === after ? STATUS_WORDS[after] : `${STATUS_WORDS[before]}, now ${STATUS_WORDS[after]}`;
}

function verdictLine({ verdict, broke, mended, stillFailing, same }: Comparison): string {
  const { before, after } = verdict;
  const counts = [
    `${broke.length} broke`,
    `${mended.length} mended`,
    ...(stillFailing.length === 0 ? [] : [`${stillFailing.length} still failing`]),
    `${same} as before`,
  ];
  const now = before === after ? '' : `, now ${VERDICT_WORDS[after].toLowerCase()}`;
  return `${VERDICT_WORDS[before]}${now}: ${counts.join(', ')}`;
}
