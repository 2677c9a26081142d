import { html, type Markup } from '../report/html/markup.ts';
import type { Bucket } from './types.ts';
import { figures, shownTime } from './units.ts';

const WIDTH = 320;
const HEIGHT = 130;
const FOOT = 18;
const WIDE = 720;
const TALL = 240;
const MARGIN = 48;

/** A histogram; where its buckets are is told at both ends, and by each column's title. */
export function columnChart(buckets: readonly Bucket[], title: string): Markup {
  const most = Math.max(1, ...buckets.map(({ count }) => count));
  const width = WIDTH / Math.max(1, buckets.length);
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><title>${title}</title>
<line x1="0" x2="${WIDTH}" y1="${HEIGHT - FOOT}" y2="${HEIGHT - FOOT}"/>
${buckets.map(({ fromMs, toMs, count }, index) => {
  const height = (count / most) * (HEIGHT - FOOT);
  return html`<rect x="${(index * width + 1).toFixed(1)}" y="${(HEIGHT - FOOT - height).toFixed(1)}" width="${Math.max(1, width - 2).toFixed(1)}" height="${height.toFixed(1)}"><title>${shownTime(fromMs)} to ${shownTime(toMs)}: ${count}</title></rect>
`;
})}<text x="0" y="${HEIGHT - 4}">${shownTime(buckets[0]?.fromMs ?? 0)}</text><text x="${WIDTH}" y="${HEIGHT - 4}" text-anchor="end">${shownTime(buckets.at(-1)?.toMs ?? 0)}</text></svg>`;
}

export interface Point {
  x: number;
  y: number;
  label: string;
}

/** A line over a logarithmic axis from left to right, and one from zero upwards. */
export function lineChart(
  points: readonly Point[],
  { title, unit, axis }: { title: string; unit: string; axis: string },
): Markup {
  const logs = points.map(({ x }) => Math.log(Math.max(1, x)));
  const [least, most] = [Math.min(...logs), Math.max(...logs)];
  const highest = Math.max(...points.map(({ y }) => y)) || 1;
  const at = (index: number) => ({
    left: MARGIN + (((logs[index] ?? 0) - least) / (most - least || 1)) * (WIDE - 2 * MARGIN),
    top: MARGIN / 2 + (1 - (points[index]?.y ?? 0) / highest) * (TALL - MARGIN - MARGIN / 2),
  });
  const places = points.map((_, index) => at(index));
  const path = places.map(
    ({ left, top }, index) => `${index === 0 ? 'M' : 'L'}${left.toFixed(1)} ${top.toFixed(1)}`,
  );
  return html`<svg viewBox="0 0 ${WIDE} ${TALL}" role="img"><title>${title}</title>
<line x1="${MARGIN}" x2="${WIDE - MARGIN}" y1="${TALL - MARGIN}" y2="${TALL - MARGIN}"/><path d="${path.join(' ')}"/>
${points.map(({ y, label }, index) => {
  const { left, top } = places[index] ?? at(index);
  return html`<circle cx="${left.toFixed(1)}" cy="${top.toFixed(1)}" r="3.5"/><text x="${left.toFixed(1)}" y="${(top - 8).toFixed(1)}" text-anchor="middle">${figures(y)}${unit}</text><text x="${left.toFixed(1)}" y="${TALL - MARGIN + 16}" text-anchor="middle">${label}</text>
`;
})}<text x="${WIDE / 2}" y="${TALL - 6}" text-anchor="middle">${axis}</text></svg>`;
}
