const WIDTH = 640;
const ROW = 34;
const LABEL = 110;
const VALUE = 70;

/** Bars of seconds as an SVG that reads well on a light page and on a dark one. */
export function plot(seconds, title) {
  const entries = Object.entries(seconds).sort(([, a], [, b]) => a - b);
  const most = Math.max(...entries.map(([, time]) => time));
  const rows = entries.map(([name, time], index) => {
    const y = 40 + index * ROW;
    const width = Math.max(1, (time / most) * (WIDTH - LABEL - VALUE));
    const tone = name === 'flexcert' ? '#2563a8' : '#8a94a3';
    return `<text x="${LABEL - 10}" y="${y + 16}" text-anchor="end">${name}</text>
<rect x="${LABEL}" y="${y}" width="${width.toFixed(1)}" height="22" fill="${tone}"/>
<text x="${(LABEL + width + 8).toFixed(1)}" y="${y + 16}">${time.toFixed(2)} s</text>`;
  });
  const height = 48 + entries.length * ROW;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}">
<style>text { font: 14px system-ui, sans-serif; fill: #6b7480; }</style>
<text x="${LABEL}" y="24">${title}</text>
${rows.join('\n')}
</svg>
`;
}
