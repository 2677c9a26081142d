import { readEventLine } from './event-line.ts';
import { readJsonLine } from './json-line.ts';
import type { LogLine } from './line.ts';
import { readStructured } from './structured.ts';
import { unwrap } from './unwrap.ts';

const HEADER = /(?:^|[\s"])([IWEF])(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{6})\s+(\d+) ([\w.-]+\.go:\d+)\] ?/;

/** Sources that only the controller-manager has: its log names no program where it comes from a container. */
const CONTROLLER_SOURCE =
  /^(?:controllermanager|attach_detach_controller|node_lifecycle_controller|garbagecollector|expand_controller|pv_controller)\.go:/;

/** A message longer than this is not joined any further: it is not a log of ours, and memory stays bounded. */
const LONGEST_MESSAGE = 1_000_000;

/**
 * Takes a log apart into messages: klog text and JSON, journalctl in its usual outputs, files of
 * container runtimes, events as kubectl shows them, mixed with any other lines.
 */
export function readLog(text: string): LogLine[] {
  const lines: LogLine[] = [];
  let open: { line: LogLine; writer: string } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const one = raw.replace(/\r$/, '');
    const { line, writer, continues } = readOne(one, index + 1);
    if (continues && open !== undefined && open.writer === writer) {
      if (open.line.message.length < LONGEST_MESSAGE) open.line.message += `\n${line.message}`;
      continue;
    }
    lines.push(line);
    // Only a message with a header of its own has lines that follow it without one.
    open = line.source !== undefined || line.event !== undefined ? { line, writer } : undefined;
  }
  const program = lines.some((line) => line.source !== undefined && CONTROLLER_SOURCE.test(line.source))
    ? 'kube-controller-manager'
    : undefined;
  for (const line of lines) {
    line.message = line.message.replace(/\n+$/, '');
    if (program !== undefined && line.source !== undefined) line.program ??= program;
  }
  return lines;
}

interface One {
  line: LogLine;
  /** Who wrote it, so that only its own next line can continue it. */
  writer: string;
  /** It has no header of its own. */
  continues: boolean;
}

function readOne(raw: string, number: number): One {
  const json = readJsonLine(raw, number);
  if (json !== undefined && 'message' in json) return { line: json, writer: '', continues: false };
  if (json !== undefined) {
    return withHeader(
      json.wrapped,
      { number, fields: {}, message: '', ...json.line },
      json.line.program ?? '',
    );
  }
  const event = readEventLine(raw, number);
  if (event !== undefined) return { line: event, writer: '', continues: false };
  const { text, pid, ...wrapping } = unwrap(raw);
  const inner = text === raw ? undefined : readJsonLine(text, number);
  if (inner !== undefined && 'message' in inner) {
    return { line: { ...wrapping, ...inner }, writer: '', continues: false };
  }
  const writer = `${wrapping.program ?? ''}[${pid ?? ''}]`;
  return withHeader(text, { number, fields: {}, message: '', ...wrapping }, writer);
}

function withHeader(text: string, base: LogLine, writer: string): One {
  const header = HEADER.exec(text);
  if (header === null) return { line: { ...base, message: text }, writer, continues: true };
  const [all, severity, month, day, hours, minutes, seconds, micros, , source] =
    header as unknown as string[];
  const rest = text.slice(header.index + (all as string).length);
  const structured = readStructured(rest);
  const at = Date.UTC(2000, Number(month) - 1, Number(day), Number(hours), Number(minutes), Number(seconds));
  return {
    line: {
      ...base,
      at: at + Number(micros) / 1000,
      clock: `${hours}:${minutes}:${seconds}.${micros?.slice(0, 3)}`,
      severity: severity as 'I' | 'W' | 'E' | 'F',
      source: source as string,
      message: structured?.message ?? rest,
      fields: structured?.fields ?? {},
    },
    writer,
    continues: false,
  };
}
