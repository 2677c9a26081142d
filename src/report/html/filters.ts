import { LEVELS, STATUSES } from '../../record/schema.ts';
import { STATUS_WORDS } from '../words.ts';
import type { Entry } from './entries.ts';
import { icon } from './icons.ts';
import { html, type Markup } from './markup.ts';

/** Search and filters. They are of no use without the script, which unhides them. */
export function filters(entries: readonly Entry[]): Markup {
  const counts = (key: 'status' | 'level', value: string) =>
    entries.filter((entry) => entry[key] === value).length;
  const statuses = STATUSES.filter((status) => counts('status', status) > 0);
  const levels = LEVELS.filter((level) => counts('level', level) > 0);
  return html`<form class="filters" role="search" aria-label="Filter the requirements" hidden>
<p class="find"><label class="unseen" for="find">Search names, messages, answers</label><input id="find" type="search" placeholder="Search" autocomplete="off" spellcheck="false"><kbd aria-hidden="true">/</kbd></p>
<div class="chips">
<fieldset><legend class="unseen">Status</legend>${statuses.map((status) => html`<label class="chip"><input type="checkbox" name="status" value="${status}">${icon(status, { word: false })}${STATUS_WORDS[status]}<span class="n">${counts('status', status)}</span></label>`)}</fieldset>
<fieldset><legend class="unseen">Level</legend>${levels.map((level) => html`<label class="chip"><input type="checkbox" name="level" value="${level}">${level}<span class="n">${counts('level', level)}</span></label>`)}</fieldset>
</div>
<p class="found"><output aria-live="polite"></output><button type="reset" hidden>Show all</button></p>
</form>`;
}
