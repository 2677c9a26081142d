import { readEventLine } from './event-line.ts';
import { readJsonLine } from './json-line.ts';
import { KUBELET_SOURCE_WITHIN } from './kubelet-source.ts';
import type { LogLine } from './line.ts';
import { readStructured } from './structured.ts';
import { unwrap } from './unwrap.ts';

const HEADER = /(?:^|[\s"])([IWEF])(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{6})\s+(\d+) ([\w.-]+\.go:\d+)\] ?/;

/** Sources that only the controller-manager has: its log names no program where it comes from a container. */
const CONTROLLER_SOURCE =
  /^(?:controllermanager|attach_detach_controller|node_lifecycle_controller|garbagecollector|expand_controller|pv_controller)\.go:/;

/** A message of driver-call.go that does not end on its line: nothing tells the error. */
const OPEN_OUTPUT = /^Failed to unmarshal output for command: \w+, output: (?![\s\S]*, error: )/;

/** A message longer than this is not joined any further: it is not a log of ours, and memory stays bounded. */
const LONGEST_MESSAGE = 1_000_000;

/**
 * Takes a log apart into messages: klog text and JSON, journalctl in its usual outputs, files of
 * container runtimes, events as kubectl shows them, mixed with any other lines.
 */
export function readLog(text: string): LogLine[] {
  const lines: LogLine[] = [];
  let open: { line: LogLine; writer: string } | undefined;
  /** Index of the line that ends an output which is told with its line breaks. */
  let outputUntil = -1;
  const all = text.split('\n').map((raw) => raw.replace(/\r$/, ''));
  for (const [index, raw] of all.entries()) {
    const { line, writer, continues, text: own } = readOne(raw, index + 1);
    if (open !== undefined && open.writer === writer && (continues || index <= outputUntil)) {
      if (open.line.message.length < LONGEST_MESSAGE) open.line.message += `\n${own}`;
      continue;
    }
    if (OPEN_OUTPUT.test(line.message)) outputUntil = endOfOutput(all, index);
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

/** How far an output with line breaks is followed. */
const LONGEST_OUTPUT = 500;

/** An output may hold lines with headers of a log of its own: it ends where the kubelet's error follows. */
function endOfOutput(all: readonly string[], from: number): number {
  const after = all.slice(from + 1, from + 1 + LONGEST_OUTPUT);
  const end = after.findIndex((raw) => raw.includes(', error: ') || KUBELET_SOURCE_WITHIN.test(raw));
  return end >= 0 && !KUBELET_SOURCE_WITHIN.test(after[end] as string) ? from + 1 + end : -1;
}

interface One {
  line: LogLine;
  /** Who wrote it, so that only its own next line can continue it. */
  writer: string;
  /** It has no header of its own. */
  continues: boolean;
  /** The line without its wrapping, with its header. */
  text: string;
}

function readOne(raw: string, number: number): One {
  const json = readJsonLine(raw, number);
  if (json !== undefined && 'message' in json) return { line: json, writer: '', continues: false, text: raw };
  if (json !== undefined) {
    return withHeader(
      json.wrapped,
      { number, fields: {}, message: '', ...json.line },
      json.line.program ?? '',
    );
  }
  const event = readEventLine(raw, number);
  if (event !== undefined) return { line: event, writer: '', continues: false, text: raw };
  const { text, pid, ...wrapping } = unwrap(raw);
  const inner = text === raw ? undefined : readJsonLine(text, number);
  if (inner !== undefined && 'message' in inner) {
    return { line: { ...wrapping, ...inner }, writer: '', continues: false, text };
  }
  const writer = `${wrapping.program ?? ''}[${pid ?? ''}]`;
  return withHeader(text, { number, fields: {}, message: '', ...wrapping }, writer);
}

function withHeader(text: string, base: LogLine, writer: string): One {
  const header = HEADER.exec(text);
  if (header === null) return withSource(text, base, writer);
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
    text,
  };
}

/** A line without klog's header: it goes on from the one before, unless it names a source of the kubelet. */
function withSource(text: string, base: LogLine, writer: string): One {
  const found = KUBELET_SOURCE_WITHIN.exec(text);
  if (found === null) return { line: { ...base, message: text }, writer, continues: true, text };
  const rest = text.slice(found.index + found[0].length);
  const structured = readStructured(rest);
  const told = { message: structured?.message ?? rest, fields: structured?.fields ?? {} };
  return { line: { ...base, source: found[1] as string, ...told }, writer, continues: false, text };
}
