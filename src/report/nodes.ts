import { Chalk } from 'chalk';
import type { FlexcertRecord, Verdict } from '../record/schema.ts';
import { visibleText } from '../record/visible.ts';
import type { TerminalOptions } from './terminal.ts';
import { counted, VERDICT_WORDS } from './words.ts';
import { wrapped } from './wrap.ts';

/** A record, and the node it was made on. */
export interface OfNode {
  node: string;
  record: FlexcertRecord;
}

/** Many nodes at a glance: a line each, and every failure once with the nodes that have it. */
export function renderNodes(nodes: readonly OfNode[], { color, width }: TerminalOptions): string {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const paint: Record<Verdict, (text: string) => string> = {
    conformant: chalk.green,
    'not-conformant': chalk.red,
    incomplete: chalk.yellow,
  };
  const cells = nodes.map(({ node, record }) => [node, record.driver.name].map((text) => visibleText(text)));
  const widths = [0, 1].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const rows = nodes.map(({ record: { summary } }, index) => {
    const names = (cells[index] as string[]).map((cell, column) => cell.padEnd(widths[column] as number));
    const failed = summary.counts.MUST.failed;
    const told = failed === 0 ? '' : chalk.dim(`  ${counted(failed, 'MUST')} failed`);
    return `  ${names.join('  ')}  ${paint[summary.verdict](VERDICT_WORDS[summary.verdict])}${told}`;
  });
  const failures = failing(nodes).flatMap(([what, where]) => [
    `  ${chalk.bold(what)}`,
    ...wrapped(where.length === nodes.length ? 'on all' : `on ${where.join(', ')}`, { width, indent: 4 }),
  ]);
  return `${[
    chalk.bold(counted(nodes.length, 'record')),
    ...rows,
    ...(failures.length === 0 ? [] : ['', chalk.bold('Failed'), ...failures]),
  ].join('\n')}\n`;
}

/** Failing MUSTs by driver and id, those of most nodes first. */
function failing(nodes: readonly OfNode[]): [string, string[]][] {
  const where = new Map<string, string[]>();
  for (const { node, record } of nodes) {
    const failed = record.results.filter(({ level, status }) => level === 'MUST' && status === 'failed');
    for (const what of new Set(failed.map(({ id }) => `${record.driver.name} ${id}`))) {
      where.set(visibleText(what), [...(where.get(visibleText(what)) ?? []), visibleText(node)]);
    }
  }
  return [...where].sort((a, b) => b[1].length - a[1].length);
}
