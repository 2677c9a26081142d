import type { RecordedCall, Result } from '../../record/schema.ts';
import { duration } from '../words.ts';
import { html, type Markup } from './markup.ts';
import { grouped } from './masthead.ts';

interface Figures {
  times: number[];
  failures: number;
}

/** Commands in the order of a volume's life; what is none of the protocol's own is told together. */
const PROTOCOL =
  'init getvolumename attach waitforattach isattached mountdevice mount unmount unmountdevice detach expandvolume expandfs'.split(
    ' ',
  );
const OTHER = 'other';

/** How often each command was called and how long the driver took: what a reader asks after the verdict. */
export function commandTable(results: readonly Result[]): Markup | false {
  const figures = new Map<string, Figures>();
  for (const { calls } of results) for (const call of calls) count(figures, call);
  if (figures.size === 0) return false;
  for (const { times } of figures.values()) times.sort((a, b) => a - b);
  const slowest = Math.max(...[...figures.values()].map(({ times }) => median(times)));
  const rows = [...PROTOCOL, OTHER].flatMap((command) => {
    const own = figures.get(command);
    return own === undefined ? [] : [row(command, own, slowest)];
  });
  return html`<section aria-labelledby="commands">
<h2 id="commands">By command</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Times by command">
<table class="commands">
<thead><tr><th scope="col">Command</th><th scope="col" class="num">Calls</th><th scope="col" class="num">Failures</th><th scope="col" class="num">Median</th><th scope="col" class="drawn"><span class="unseen">Median, drawn</span></th><th scope="col" class="num">Slowest</th></tr></thead>
<tbody>${rows}</tbody>
</table>
</div>
<p class="quiet">Times until the end of the driver’s output, which is what a kubelet waits for. Failures are often asked for: a requirement may check that the driver refuses.</p>
</section>`;
}

function count(figures: Map<string, Figures>, call: RecordedCall): void {
  const name = call.argv[0] ?? '';
  const command = PROTOCOL.includes(name) ? name : OTHER;
  const own = figures.get(command) ?? { times: [], failures: 0 };
  own.times.push(call.durationMs);
  if (call.conclusion.outcome === 'failure') own.failures += 1;
  figures.set(command, own);
}

function row(command: string, { times, failures }: Figures, slowest: number): Markup {
  const middle = median(times);
  return html`<tr><th scope="row">${command}</th><td class="num">${grouped(times.length)}</td><td class="num">${failures === 0 ? '–' : grouped(failures)}</td><td class="num">${duration(middle)}</td><td class="drawn"><meter min="0" max="${slowest}" value="${middle}" aria-hidden="true"></meter></td><td class="num">${duration(times.at(-1) ?? 0)}</td></tr>\n`;
}

/** Of sorted times. */
function median(times: readonly number[]): number {
  return times[Math.floor((times.length - 1) / 2)] ?? 0;
}
