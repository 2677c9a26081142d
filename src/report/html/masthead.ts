import { type FlexcertRecord, LEVELS, type Level, type Status, type Summary } from '../../record/schema.ts';
import { qualifications } from '../counting.ts';
import { counted, duration, VERDICT_WORDS } from '../words.ts';
import type { Entry } from './entries.ts';
import { icon, VERDICT_STATUS } from './icons.ts';
import { html, type Markup } from './markup.ts';

/** Whose record it is, the verdict, why, and the figures behind it. */
export function masthead(record: FlexcertRecord, entries: readonly Entry[]): Markup {
  const { driver, summary, kubelet, startedAt } = record;
  const status = VERDICT_STATUS[summary.verdict];
  return html`<header class="masthead">
<p class="kicker">FlexVolume conformance report</p>
<h1>${driver.name}${driver.version !== undefined && html` <span class="version">${driver.version}</span>`}</h1>
<p class="verdict is-${status}">${icon(status, { word: false })}${VERDICT_WORDS[summary.verdict]}</p>
<p class="lead">${leadOf(record, entries)}</p>
${qualifications(record).map((told) => html`<p class="qualified">${sentenceCase(told)}.</p>`)}
${summary.reasons.length > 0 && html`<ul class="reasons">${summary.reasons.map((reason) => html`<li>${linked(reason, entries)}</li>`)}</ul>`}
${releases(summary)}
<dl class="figures">
${LEVELS.map((level) => levelFigure(level, entries))}
${figure('Driver calls', grouped(sum(record, ({ calls }) => calls.length)))}
${figure('Driver time', duration(sum(record, ({ calls }) => calls.reduce((ms, call) => ms + call.durationMs, 0))))}
</dl>
<p class="made">Checked on <time datetime="${startedAt}">${dayOf(startedAt)}</time> against kubelet ${listed(kubelet.releases.map(({ release }) => release))} with flexcert ${record.tool.version}, suite ${record.tool.suite}.</p>
</header>`;
}

function leadOf({ summary, results }: FlexcertRecord, entries: readonly Entry[]): string {
  const must = (status: Status) =>
    entries.filter((entry) => entry.level === 'MUST' && entry.status === status).length;
  const [met, failed, known] = [must('passed'), must('failed'), must('known-failure')];
  switch (summary.verdict) {
    case 'conformant':
      if (met === 0) return 'Nothing that was checked speaks against it; no MUST was among it.';
      if (known > 0)
        return `${counted(met, 'MUST requirement')} are met, and ${known} failed as it is known.`;
      return `The driver does what a kubelet needs of it: all ${counted(met, 'MUST requirement')} that apply are met.`;
    case 'not-conformant':
      if (failed === 0) return 'Every MUST is met; this run was strict about SHOULD.';
      return `${counted(failed, 'MUST requirement')} ${failed === 1 ? 'is' : 'are'} not met.`;
    case 'incomplete':
      if (results.length === 0) return 'Nothing was checked.';
      return 'This run decides neither for nor against the driver, because something that counts was not checked.';
  }
}

function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A reason with its requirements as links. */
function linked(reason: string, entries: readonly Entry[]): Markup {
  const ids = new Set(entries.map(({ id }) => id));
  const parts = reason.split(/([^\s,]+)/);
  return html`${parts.map((part) => (ids.has(part) ? html`<a href="#${part}">${part}</a>` : part))}`;
}

/** One mark a release, when there are several. */
function releases({ releases: verdicts }: Summary): Markup | false {
  const entries = Object.entries(verdicts);
  if (entries.length < 2) return false;
  return html`<ul class="releases" aria-label="Verdict by kubelet release">${entries.map(
    ([release, verdict]) =>
      html`<li class="is-${VERDICT_STATUS[verdict]}">${icon(VERDICT_STATUS[verdict], { word: false })}<span>kubelet ${release}</span> <span class="unseen">${VERDICT_WORDS[verdict]}</span></li>`,
  )}</ul>`;
}

function levelFigure(level: Level, entries: readonly Entry[]): Markup {
  const applying = entries.filter((entry) => entry.level === level && entry.status !== 'not-applicable');
  const met = applying.filter(({ status }) => status === 'passed').length;
  return html`<div><dt>${level} met</dt><dd>${applying.length === 0 ? '–' : html`${met}<span class="of"> of ${applying.length}</span>`}</dd></div>`;
}

function figure(term: string, value: string): Markup {
  return html`<div><dt>${term}</dt><dd>${value}</dd></div>`;
}

function sum(
  { results }: FlexcertRecord,
  value: (result: FlexcertRecord['results'][number]) => number,
): number {
  return results.reduce((total, result) => total + value(result), 0);
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** 12,345 with narrow spaces, as a table of figures is set. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, '\u202f');
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `2 March 2026, 09:30 UTC`, the same wherever the page is read. */
export function dayOf(iso: string): string {
  const [date = '', time = ''] = iso.split('T');
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${MONTHS[(month ?? 1) - 1]} ${year}, ${time.slice(0, 5)} UTC`;
}
