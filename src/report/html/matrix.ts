import { LEVELS, type Level, STATUSES, type Status } from '../../record/schema.ts';
import { counted, STATUS_WORDS } from '../words.ts';
import { byArea, type Entry, type Tone } from './entries.ts';
import { icon } from './icons.ts';
import { html, type Markup } from './markup.ts';

/** Above this a cell shows numbers alone. */
const MARKS = 60;

/** Areas by level, a mark a requirement: where a driver stands, at a glance. A cell leads to its requirements. */
export function matrix(entries: readonly Entry[]): Markup {
  const areas = [...byArea(entries)];
  return html`<section aria-labelledby="areas">
<h2 id="areas">By area</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Areas by level">
<table class="matrix">
<thead><tr><th scope="col">Area</th>${LEVELS.map((level) => html`<th scope="col">${level}</th>`)}</tr></thead>
<tbody>${areas.map(
    ([area, own]) =>
      html`<tr><th scope="row"><a href="#area-${area}">${area}</a></th>${LEVELS.map((level) => cell(area, level, own))}</tr>\n`,
  )}</tbody>
</table>
</div>
${legend(entries)}
</section>`;
}

function cell(area: string, level: Level, entries: readonly Entry[]): Markup {
  const own = entries.filter((entry) => entry.level === level);
  if (own.length === 0) return html`<td class="none"><span class="unseen">none</span></td>`;
  const counting = own.filter(({ status }) => status !== 'not-applicable');
  const passed = own.filter(({ status }) => status === 'passed').length;
  const text = counting.length === 0 ? 'n/a' : `${passed}/${counting.length}`;
  const marks = own.length > MARKS ? [] : own.map(({ status, tone }) => icon(status, { word: false, tone }));
  return html`<td><a href="#area-${area}" data-level="${level}"><span class="unseen">${area} ${level}: </span><span class="count ${worstClass(own)}">${text}</span><span class="unseen">, ${cellWords(own)}</span><span class="marks">${marks}</span></a></td>`;
}

function cellWords(entries: readonly Entry[]): string {
  return STATUSES.flatMap((status) => {
    const count = entries.filter((entry) => entry.status === status).length;
    return count === 0 ? [] : [`${count} ${STATUS_WORDS[status]}`];
  }).join(', ');
}

function worstClass(entries: readonly Entry[]): string {
  const worst = (['failed', 'error', 'warning'] as const).find((tone) =>
    entries.some((entry) => entry.tone === tone),
  );
  return worst === undefined ? '' : `is-${worst}`;
}

function legend(entries: readonly Entry[]): Markup {
  const alike = [...new Set(entries.map(({ status, tone }) => `${status} ${tone}`))].sort();
  const met = alike.map((pair) => pair.split(' ') as [Status, Tone]);
  return html`<ul class="legend" aria-label="Legend">${met.map(
    ([status, tone]) =>
      html`<li>${icon(status, { word: false, tone })}${STATUS_WORDS[status]}${tone === 'warning' && ', as a SHOULD or MAY'}</li>`,
  )}<li class="total">${counted(entries.length, 'requirement')}</li></ul>`;
}
