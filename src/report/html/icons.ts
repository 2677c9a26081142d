import type { Status, Verdict } from '../../record/schema.ts';
import { STATUS_WORDS } from '../words.ts';
import type { Tone } from './entries.ts';
import { html, type Markup, trusted } from './markup.ts';

/** Each status has a shape besides its colour. On a grid of 16. */
const PATHS: Readonly<Record<Status, string>> = {
  passed: '<path d="M3.2 8.6l3.2 3.2 6.4-7.2"/>',
  failed: '<path d="M4 4l8 8M12 4l-8 8"/>',
  error: '<path d="M8 2.6L14 13H2zM8 6.6v3M8 11.2v.2"/>',
  'known-failure': '<path d="M8 2.2L13.8 8 8 13.8 2.2 8z"/>',
  skipped: '<circle cx="8" cy="8" r="5.4" stroke-dasharray="2.6 2.1"/>',
  'not-applicable': '<path d="M5 8h6"/>',
};

/** The shapes, once a page. */
export function iconSprite(): Markup {
  const symbols = Object.entries(PATHS).map(
    ([status, path]) => `<symbol id="icon-${status}" viewBox="0 0 16 16">${path}</symbol>`,
  );
  return trusted(`<svg class="sprite" aria-hidden="true">${symbols.join('')}</svg>`);
}

export interface IconOptions {
  /** Whether readers that see no shapes get the word here; not where it stands beside. */
  word?: boolean;
  /** Where it is another than the status has by itself. */
  tone?: Tone;
}

/** The shape of a status in its tone. */
export function icon(status: Status, { word = true, tone = status }: IconOptions = {}): Markup {
  const label = word && html`<span class="unseen">${STATUS_WORDS[status]}</span>`;
  return html`<svg class="icon is-${tone}" aria-hidden="true"><use href="#icon-${status}"/></svg>${label}`;
}

/** Verdicts borrow the shape of the status that they follow from. */
export const VERDICT_STATUS: Readonly<Record<Verdict, Status>> = {
  conformant: 'passed',
  'not-conformant': 'failed',
  incomplete: 'error',
};
