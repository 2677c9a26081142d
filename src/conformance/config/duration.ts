import * as z from 'zod';

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
type Unit = keyof typeof UNITS;

/** A time as people write it, `30s`, `1.5m`; a bare number is milliseconds. Reads as milliseconds. */
export const durationSchema = z
  .union([z.string(), z.number()], { error: 'must be a time such as 500ms, 30s, 5m or 1h' })
  .transform((value, context) => {
    const [, count, unit = 'ms'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/.exec(String(value).trim()) ?? [];
    const ms = Math.round(Number(count) * UNITS[unit as Unit]);
    if (count !== undefined && ms > 0) return ms;
    context.addIssue(`"${value}" is no time: write 500ms, 30s, 5m or 1h`);
    return z.NEVER;
  });

/** Milliseconds as people read them: `30 s`, `1.5 min`. */
export function readableDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${round(ms / 1000)} s`;
  if (ms < 3_600_000) return `${round(ms / 60_000)} min`;
  return `${round(ms / 3_600_000)} h`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
