import type { Cause } from '../match-rules.ts';
import { type Page, wrap } from './page.ts';

/** Causes more than these are named alone: the first ones are the likely ones. */
const SHOWN = 3;

/** What is known of the cause, what is guessed, and what mends it. */
export function showCauses(causes: readonly Cause[], success: boolean, page: Page, shown = SHOWN): string[] {
  const rows = causes.slice(0, shown).flatMap((cause) => showCause(cause, success, page));
  const more = causes.slice(shown).map((cause) => cause.rule);
  if (more.length > 0)
    rows.push(
      '',
      page.chalk.dim(`  also possible: ${more.join(', ')} (flexcert explain --rules tells them)`),
    );
  return rows;
}

/** `Cause: ...` of what is known, `Perhaps: ... (a guess)` of what is not. */
export function causeHead({ certainty, title }: Cause, success: boolean, { chalk }: Page): string {
  const certain = certainty === 'certain';
  const head = success ? 'Worth knowing' : certain ? 'Cause' : 'Perhaps';
  const mark = success ? chalk.yellow : certain ? chalk.green : chalk.yellow;
  return `${mark.bold(head)}: ${chalk.bold(title)}${certain ? '' : chalk.dim(' (a guess)')}`;
}

function showCause(cause: Cause, success: boolean, page: Page): string[] {
  const { chalk, width } = page;
  return [
    '',
    causeHead(cause, success, page),
    ...wrap(cause.cause, width, 2),
    wrap(`Mend: ${cause.mend}`, width, 2).join('\n').trimStart().replace('Mend', chalk.bold('Mend')),
    ...cause.attempts.map((attempt) => chalk.cyan(`    ${attempt}`)),
    ...wrap(`rule ${cause.rule} · ${cause.reference}`, width, 2).map((row) => chalk.dim(row)),
  ];
}
