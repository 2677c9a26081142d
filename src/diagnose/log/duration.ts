const UNIT: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  µs: 0.001,
  us: 0.001,
  ns: 1e-6,
};

/** Milliseconds of a Go duration such as `2m2s` or `500ms`; undefined when it is none. */
export function readDuration(text: string): number | undefined {
  if (!/^(?:[\d.]+(?:h|ms|m|s|µs|us|ns))+$/.test(text)) return undefined;
  const parts = text.matchAll(/([\d.]+)(h|ms|m|s|µs|us|ns)/g);
  return [...parts].reduce((sum, [, value, unit]) => sum + Number(value) * (UNIT[unit as string] ?? 0), 0);
}

/** As Go writes it, to the millisecond: `500ms`, `2m2s`. */
export function showDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  const seconds = Math.round(ms / 100) / 10;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = Math.round((seconds % 60) * 10) / 10;
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${rest}s`;
}
