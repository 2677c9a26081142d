import type { LogLine } from './line.ts';

/** A log line that is a JSON object: journald's export, or klog with `--logging-format=json`. */
export function readJsonLine(
  line: string,
  number: number,
): LogLine | { wrapped: string; line: Partial<LogLine> } | undefined {
  if (!line.startsWith('{')) return undefined;
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const message = journaldText(value.MESSAGE);
  if (message !== undefined) return { wrapped: message, line: journaldFields(value) };
  if (typeof value.msg === 'string' && (typeof value.ts === 'number' || typeof value.ts === 'string')) {
    return klogJson(value, number);
  }
  return undefined;
}

/** journald writes a text with a byte that it holds to be unprintable as an array of numbers. */
function journaldText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || !value.every((byte) => Number.isInteger(byte))) return undefined;
  return Buffer.from(value as number[]).toString('utf8');
}

function journaldFields(value: Record<string, unknown>): Partial<LogLine> {
  const micros = Number(value.__REALTIME_TIMESTAMP ?? value._SOURCE_REALTIME_TIMESTAMP);
  const program = value.SYSLOG_IDENTIFIER ?? value._COMM;
  return {
    ...(Number.isFinite(micros) ? { at: micros / 1000, clock: isoOf(micros / 1000) } : {}),
    ...(typeof program === 'string' ? { program } : {}),
  };
}

function klogJson(value: Record<string, unknown>, number: number): LogLine {
  const at = typeof value.ts === 'number' ? millis(value.ts) : Date.parse(String(value.ts));
  const { ts: _ts, msg, caller, v: _v, ...rest } = value;
  const fields = Object.fromEntries(Object.entries(rest).map(([key, field]) => [key, textOf(field)]));
  return {
    number,
    ...(Number.isNaN(at) ? {} : { at, clock: isoOf(at).slice(11, 23) }),
    severity: 'v' in value ? 'I' : 'E',
    ...(typeof caller === 'string' ? { source: caller.slice(caller.lastIndexOf('/') + 1) } : {}),
    message: String(msg),
    fields,
  };
}

/** Seconds in the first releases that had the format, milliseconds since. */
function millis(ts: number): number {
  return ts < 1e11 ? ts * 1000 : ts;
}

function textOf(field: unknown): string {
  if (typeof field === 'string') return field;
  const object = field as { name?: unknown; namespace?: unknown } | null;
  if (typeof object === 'object' && object !== null && typeof object.name === 'string') {
    return typeof object.namespace === 'string' ? `${object.namespace}/${object.name}` : object.name;
  }
  return JSON.stringify(field);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
