/** What a terminal shows, drawn as SVG: text stays text, so it is sharp at any size and can be searched. */

interface Style {
  bold: boolean;
  dim: boolean;
  colour: string | undefined;
}
interface Span extends Style {
  text: string;
}

const CELL = { width: 8.4, height: 18 };
const MARGIN = 16;
const COLOURS: Readonly<Record<number, string>> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#56d4dd',
  90: '#8b949e',
};
const PLAIN: Style = { bold: false, dim: false, colour: undefined };

/** @param lines text with SGR sequences, as a program writes it to a terminal */
export function terminalSvg(lines: readonly string[]): string {
  const columns = Math.max(...lines.map((line) => line.replaceAll(/\x1b\[[\d;]*m/g, '').length));
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = Math.ceil(lines.length * CELL.height + 2 * MARGIN);
  let style = PLAIN;
  const rows = lines.map((line, index) => {
    const spans: Span[] = [];
    for (const part of line.split(/(\x1b\[[\d;]*m)/)) {
      const sgr = /^\x1b\[([\d;]*)m$/.exec(part);
      if (sgr !== null) style = (sgr[1] || '0').split(';').map(Number).reduce(applied, style);
      else if (part !== '') spans.push({ ...style, text: part });
    }
    const y = MARGIN + (index + 0.75) * CELL.height;
    return `<text x="${MARGIN}" y="${y}">${spans.map(drawn).join('')}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function applied(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, colour: undefined };
  return COLOURS[code] === undefined ? style : { ...style, colour: COLOURS[code] };
}

function drawn({ text, bold, dim, colour }: Span): string {
  const attributes = [
    ...(bold ? ['font-weight="700"'] : []),
    ...(dim ? ['opacity="0.65"'] : []),
    ...(colour === undefined ? [] : [`fill="${colour}"`]),
  ];
  return `<tspan${attributes.map((one) => ` ${one}`).join('')}>${escaped(text)}</tspan>`;
}

/** Blanks become ones that no viewer of SVG runs together. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(' ', '\u00a0');
}
