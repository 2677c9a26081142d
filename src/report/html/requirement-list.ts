import type { Leak, Result } from '../../record/schema.ts';
import { type Alike, alike, releasesOf } from '../alike.ts';
import { capped } from '../transcript.ts';
import { counted, duration, gist, STATUS_WORDS, sentenceOf } from '../words.ts';
import { byArea, type Entry, toneOf } from './entries.ts';
import { icon } from './icons.ts';
import { html, type Markup } from './markup.ts';

/** Where the page keeps a result's calls: which block, and which of its results. */
export type PlaceOf = (result: Result) => { block: number; index: number } | undefined;

export interface ListContext {
  leaks: readonly Leak[];
  placeOf: PlaceOf;
  /** Whether the run was on several releases. */
  several: boolean;
  strict: boolean;
}

/** Characters. What a driver printed is with its calls, whole; here it must not drown the page. */
const HEADLINE_LIMIT = 300;
const MESSAGE_LIMIT = 20_000;

/** Every requirement with its story, by area. Calls come out of their blocks when a requirement is opened. */
export function* requirementList(entries: readonly Entry[], context: ListContext): Generator<Markup> {
  for (const [area, own] of byArea(entries)) {
    yield html`<section class="area" id="area-${area}" data-area="${area}"><h3>${area}</h3>\n`;
    for (const entry of own) yield requirement(entry, context);
    yield html`</section>\n`;
  }
}

function requirement(entry: Entry, context: ListContext): Markup {
  const { id, level, status, tone, results } = entry;
  const releases = context.several
    ? html`<span class="on">${results.map((result) => release(result, context))}</span>`
    : false;
  const spent = results.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return html`<details class="requirement is-${tone}" id="${id}" data-status="${status}" data-level="${level}">
<summary>${icon(status, { tone })}<span class="name">${id}</span><span class="level level-${level}">${level}</span>${releases}<span class="spent">${spent > 0 && duration(spent)}</span><span class="sentence">${sentenceOf(entry)}</span>${headline(entry)}</summary>
<div class="story">
<p class="told"><span class="label">Why</span><span>${entry.reference}</span></p>
${leaksOf(entry, context.leaks).map((leak) => html`<p class="told"><span class="label">Left behind</span><span>${leak.kind} <code>${leak.what}</code></span></p>`)}
${alike(results).map((same) => story(same, context))}
</div>
</details>\n`;
}

function release({ level, status, kubelet }: Result, { strict }: ListContext): Markup {
  const tone = toneOf(level, status, strict);
  return html`<span class="is-${tone}">${icon(status, { tone })}${kubelet}</span>`;
}

/** What went wrong, in the row itself: nobody should have to open a failure to learn what it is. */
function headline({ status, results }: Entry): Markup | false {
  const result = results.find((each) => each.status === status);
  if (status === 'passed' || result === undefined) return false;
  const text =
    status === 'known-failure' ? `Known: ${result.known ?? result.message ?? ''}` : (result.message ?? '');
  const first = capped(gist(text), HEADLINE_LIMIT);
  return first !== '' && html`<span class="headline">${first}</span>`;
}

/** What is the same on several releases is told once; each has its calls. */
function story(same: Alike, context: ListContext): Markup {
  const [{ level, status, message, known, attempts, diagnosis = [] }] = same;
  const tone = toneOf(level, status, context.strict);
  return html`<section class="result">
${context.several && html`<h4>Kubelet ${releasesOf(same)}: <span class="is-${tone}">${STATUS_WORDS[status]}</span></h4>`}
${message !== undefined && html`<pre class="message is-${tone}">${capped(message, MESSAGE_LIMIT)}</pre>`}
${known !== undefined && html`<p class="told"><span class="label">Known</span><span>${knownText(status, known)}</span></p>`}
${diagnosis.map(({ rule, cause, mend }) => html`<div class="diagnosis"><p class="told"><span class="label">Likely cause</span><span>${cause} <span class="rule">${rule}</span></span></p><p class="told"><span class="label">Mend</span><span>${mend}</span></p></div>`)}
${attempts !== undefined && html`<p class="told"><span class="label">Tried</span><span>${counted(attempts, 'time')}</span></p>`}
${same.map((result) => callsOf(result, same.length > 1, context))}
</section>`;
}

function callsOf(result: Result, named: boolean, { placeOf }: ListContext): Markup {
  const place = placeOf(result);
  const notes = (result.notes ?? []).map(
    (note) => html`<p class="told"><span class="label">Note</span><span>${note}</span></p>`,
  );
  const above = html`${named && html`<h5>On kubelet ${result.kubelet}</h5>`}${notes}`;
  if (place === undefined) return html`${above}<p class="quiet">No call was made.</p>`;
  return html`${above}<div class="calls" data-block="${place.block}" data-index="${place.index}"><p class="quiet">${counted(result.calls.length, 'call')}: shown where scripts may run.</p></div>`;
}

function knownText(status: Result['status'], reason: string): string {
  return status === 'passed' ? `${reason}. It passed all the same: take it off the list.` : reason;
}

function leaksOf({ id }: Entry, leaks: readonly Leak[]): Leak[] {
  return leaks.filter(({ requirement: by }) => by === id);
}
