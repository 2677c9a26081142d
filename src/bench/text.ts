import { type Page, type PageOptions, pageOf, wrap } from '../diagnose/text/page.ts';
import { visibleText } from '../record/visible.ts';
import type { Change } from './compare.ts';
import type { BenchReport, Distribution } from './types.ts';
import { figures, shownMemory, shownTime } from './units.ts';

const BAR = 32;
const LABEL = 20;
const HEIGHTS = '▁▂▃▄▅▆▇█';

/** What was measured, for a person at a terminal. */
export function benchText(
  report: BenchReport,
  changes: readonly Change[] | undefined,
  options: PageOptions,
): string {
  const page = pageOf(options);
  const { chalk } = page;
  const { environment: env } = report;
  const parts = [
    [
      `${chalk.bold(visibleText(report.driver))}  ${chalk.dim(`as kubelet ${report.kubelet} calls it; node ${env.node}, kernel ${env.kernel}, ${env.processors} processors`)}`,
    ],
    latencies(report, page),
    ...histograms(report, page),
    rates(report, page),
    growth(report, page),
    report.memory === undefined
      ? []
      : [
          `${chalk.bold('memory')}  at most ${shownMemory(report.memory.process)} in a process, ${shownMemory(report.memory.together)} in one call (${report.memory.command}); looked at while they ran`,
        ],
    comparison(changes, page),
    report.notes.flatMap((note) => wrap(`note: ${note}`, page.width, 0)),
    report.failure === undefined
      ? []
      : [
          chalk.red(`the driver failed: ${visibleText(report.failure)}`),
          'What comes after it was not measured.',
        ],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function latencies({ commands, baseline }: BenchReport, { chalk }: Page): string[] {
  if (baseline.count === 0) return [];
  const head = row('latency', ['calls', 'p50', 'p95', 'p99', 'CPU', '× bare']);
  const rows = Object.entries(commands).map(([command, times]) =>
    row(command, [...timesOf(times), shownTime(times.cpuMs), figures(times.ratio)]),
  );
  return [chalk.bold(head), ...rows, chalk.dim(row('bare spawn, init', [...timesOf(baseline), '', '1']))];
}

function timesOf({ count, p50, p95, p99 }: Distribution): string[] {
  return [String(count), ...[p50, p95, p99].map(shownTime)];
}

function row(label: string, cells: readonly string[]): string {
  return `${label.padEnd(LABEL)}${cells.map((cell) => cell.padStart(10)).join('')}`.trimEnd();
}

/** One command has room for its columns; of many each has a line. */
function histograms({ commands }: BenchReport, page: Page): string[][] {
  const all = Object.entries(commands);
  if (all.length === 0) return [];
  if (all.length === 1) return all.map(([command, times]) => histogram(command, times, page));
  const lines = all.map(([command, { histogram: buckets, min, max }]) => {
    const most = Math.max(...buckets.map(({ count }) => count));
    const bars = buckets.map(({ count }) =>
      count === 0 ? ' ' : HEIGHTS[Math.ceil((count / most) * HEIGHTS.length) - 1],
    );
    return `${command.padEnd(LABEL)}${shownTime(min).padStart(10)} ${page.chalk.cyan(bars.join(''))} ${shownTime(max)}`;
  });
  return [[page.chalk.bold('from the quickest to the slowest'), ...lines]];
}

function histogram(command: string, times: Distribution, { chalk }: Page): string[] {
  const most = Math.max(...times.histogram.map(({ count }) => count));
  const lines = times.histogram.map(({ fromMs, toMs, count }) => {
    const bar = '█'.repeat(Math.ceil((count / most) * BAR));
    return `  ${shownTime(fromMs).padStart(9)} – ${shownTime(toMs).padEnd(9)} ${chalk.cyan(bar)} ${count === 0 ? '' : count}`.trimEnd();
  });
  return [chalk.bold(command), ...lines];
}

function rates({ rates: measured = [] }: BenchReport, { chalk }: Page): string[] {
  if (measured.length === 0) return [];
  const first = measured[0]?.perSecond || 1;
  return [
    chalk.bold(row('lifecycles at once', ['lives', 'per s', 'gain'])),
    ...measured.map(({ atOnce, lifecycles, perSecond }) =>
      row(String(atOnce), [String(lifecycles), figures(perSecond), `× ${figures(perSecond / first)}`]),
    ),
  ];
}

function growth({ growth: grown }: BenchReport, { chalk }: Page): string[] {
  if (grown === undefined) return [];
  return [
    chalk.bold(row('volumes that stay', ['p50 each'])),
    ...grown.steps.map(({ from, to, p50 }) => row(`${from} to ${to}`, [shownTime(p50)])),
    `the last over the first: ${figures(grown.ratio)}`,
  ];
}

function comparison(changes: readonly Change[] | undefined, { chalk }: Page): string[] {
  if (changes === undefined) return [];
  const rows = changes.map(({ command, before, now, factor, slower }) => {
    const line = row(command, [`× ${figures(before)}`, `× ${figures(now)}`, figures(factor)]);
    return slower ? chalk.red(`${line}  slower`) : line;
  });
  return [chalk.bold(row('p50 over bare spawn', ['before', 'now', 'factor'])), ...rows];
}
