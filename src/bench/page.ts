import { html, type Markup, trusted } from '../report/html/markup.ts';
import { columnChart, lineChart } from './charts.ts';
import type { Change } from './compare.ts';
import type { BenchReport, Distribution } from './types.ts';
import { figures, shownMemory, shownTime } from './units.ts';

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d5d9df, #3a414b); --soft: light-dark(#59626e, #a2acb9); --ink: light-dark(#2563a8, #7db5f5); --bad: light-dark(#b3261e, #ff8a80); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; } h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 0 0 .25rem; font-family: ui-monospace, monospace; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .75rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; } th:first-child, td:first-child { text-align: left; }
.soft { color: var(--soft); } .bad { color: var(--bad); } .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1.5rem; }
svg { width: 100%; height: auto; } svg rect, svg circle { fill: var(--ink); } svg path { fill: none; stroke: var(--ink); stroke-width: 2; } svg line { stroke: var(--line); } svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
`;

/** What was measured as one page that needs nothing else. */
export function benchPage(report: BenchReport, changes: readonly Change[] | undefined): string {
  const { environment: env, memory, rates = [], growth } = report;
  return String(html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${report.driver}: how long it takes</title><link rel="icon" href="data:,"><style>${trusted(STYLE)}</style></head>
<body>
<h1>${report.driver}: how long it takes</h1>
<p class="soft">As kubelet ${report.kubelet} calls it. ${report.startedAt}, node ${env.node}, kernel ${env.kernel}, ${env.processors} processors.</p>
${report.failure !== undefined && html`<p class="bad">The driver failed: ${report.failure}. What comes after it was not measured.</p>`}
<h2>Latency of each command</h2>
<div class="wide"><table><thead><tr><th>command</th><th>calls</th><th>p50</th><th>p95</th><th>p99</th><th>CPU</th><th>× bare spawn</th></tr></thead><tbody>
${Object.entries(report.commands).map(
  ([
    command,
    times,
  ]) => html`<tr><td>${command}</td>${cells(times)}<td>${shownTime(times.cpuMs)}</td><td>${figures(times.ratio)}</td></tr>
`,
)}<tr class="soft"><td>bare spawn, init</td>${cells(report.baseline)}<td></td><td>1</td></tr>
</tbody></table></div>
<p class="soft">A bare spawn of the same executable comes after every measured call: both meet what else the machine does.${memory !== undefined && html` Memory of the driver: at most ${shownMemory(memory.process)} in a process, ${shownMemory(memory.together)} in one call (${memory.command}).`}</p>
<div class="charts">
${Object.entries(report.commands).map(
  ([
    command,
    times,
  ]) => html`<figure style="margin:0"><h3>${command}</h3>${columnChart(times.histogram, `How many calls of ${command} took how long`)}</figure>
`,
)}</div>
${
  rates.length > 0 &&
  html`<h2>Lifecycles in a second</h2>${lineChart(
    rates.map(({ atOnce, perSecond }) => ({ x: atOnce, y: perSecond, label: `${atOnce}` })),
    { title: 'Lifecycles in a second by how many at once', unit: ' /s', axis: 'at once' },
  )}`
}
${
  growth !== undefined &&
  html`<h2>The next volume, while those before it stay</h2>${lineChart(
    growth.steps.map(({ to, p50 }) => ({ x: to, y: p50, label: `${to}` })),
    { title: 'Median time of the next volume by how many are there', unit: ' ms', axis: 'volumes' },
  )}<p class="soft">The last step over the first: ${figures(growth.ratio)}.</p>`
}
${changes !== undefined && comparison(changes)}
${report.notes.map((note) => html`<p class="soft">${note}</p>`)}
</body></html>
`);
}

function cells({ count, p50, p95, p99 }: Distribution): Markup {
  return html`<td>${count}</td><td>${shownTime(p50)}</td><td>${shownTime(p95)}</td><td>${shownTime(p99)}</td>`;
}

function comparison(changes: readonly Change[]): Markup {
  return html`<h2>Against the measurement of before</h2>
<p class="soft">Medians over those of the bare spawns of the same run.</p>
<div class="wide"><table><thead><tr><th>command</th><th>before</th><th>now</th><th>factor</th></tr></thead><tbody>
${changes.map(
  ({
    command,
    before,
    now,
    factor,
    slower,
  }) => html`<tr class="${slower ? 'bad' : ''}"><td>${command}${slower && ' (slower)'}</td><td>× ${figures(before)}</td><td>× ${figures(now)}</td><td>${figures(factor)}</td></tr>
`,
)}</tbody></table></div>`;
}
