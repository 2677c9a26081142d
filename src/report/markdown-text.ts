import { visibleText } from '../record/visible.ts';
import { oneLine } from './transcript.ts';

/**
 * A sentence as plain text: every sign that Markdown might give a meaning is escaped. An escaped at-sign would
 * still call a person, hence the empty space behind it.
 */
export function plainText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]()<>#|~&$!@]|:(?=\/\/)/g, '\\$&')
    .replaceAll('@', '@&#8203;');
}

/**
 * Text that is not ours as inline code, where Markdown gives no sign a meaning: no link, no mention, no tag.
 * In a table a bar would end the cell even there.
 */
export function inlineCode(text: string): string {
  const shown = oneLine(text).trim().replaceAll('|', '\\|');
  if (shown === '') return '';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return fence + pad + shown + pad + fence;
}

/** Text of several lines that is not ours, as a block. */
export function codeBlock(text: string): string {
  const shown = visibleText(text).trimEnd();
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}text\n${shown}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
