import type { Rule } from '../rule.ts';
import { type PageOptions, pageOf, wrap } from './page.ts';

const GROUNDS = {
  answer: "told by a driver's answer",
  log: 'told by a log',
  machine: 'told by this machine (flexcert doctor <plugin directory>)',
} as const;

/** The list of rules: what each knows, where it looks, who met it. */
export function showRules(rules: readonly Rule[], options: PageOptions): string {
  const { chalk, width } = pageOf(options);
  const rows = rules.flatMap((rule) => {
    const grounds = [...new Set(rule.when.map((condition) => condition.on))].map((ground) => GROUNDS[ground]);
    return [
      `${chalk.bold(rule.id)}: ${rule.title}`,
      ...wrap(`${rule.mend}`, width, 2),
      chalk.dim(`  ${grounds.join('; ')}`),
      chalk.dim(`  ${rule.reference}`),
      '',
    ];
  });
  return `${rows.join('\n')}${rules.length} rules\n`;
}
