import { shownArguments } from '../record/arguments.ts';
import type { FlexcertRecord, RecordedCall, Result } from '../record/schema.ts';
import { visibleOutput, visibleText } from '../record/visible.ts';
import { diagnosisText } from './junit-outcome.ts';
import { type PlacedSpan, packIntoLanes } from './lanes.ts';
import { capped, conclusionText, endingText } from './transcript.ts';

/** Characters of an answer; the record has it whole. */
const ANSWER_LIMIT = 4096;

/** The process that shows the run as a whole; requirements follow from 1. */
const RUN = 0;
/** Calls that are about no volume. */
const NODE_LANE = 'node';

/**
 * A Trace Event file for Perfetto (ui.perfetto.dev) and chrome://tracing, in real time: the run with a lane a
 * worker, then every requirement with a lane a volume and a slice a call.
 */
export function renderTrace(record: FlexcertRecord): string {
  return [...traceChunks(record)].join('');
}

export function* traceChunks(record: FlexcertRecord): Generator<string> {
  yield '{"displayTimeUnit":"ms","traceEvents":[';
  let separator = '\n';
  for (const event of events(record)) {
    yield separator + JSON.stringify(event);
    separator = ',\n';
  }
  yield '\n]}\n';
}

interface TraceEvent {
  /** `X`: something that took a time. `M`: the name of a lane. */
  ph: 'X' | 'M';
  name: string;
  pid: number;
  tid: number;
  /** Microseconds since the run began, and how many it took. */
  ts?: number;
  dur?: number;
  cat?: string;
  args: Record<string, unknown>;
}

function* events({ results, startedAt, driver }: FlexcertRecord): Generator<TraceEvent> {
  const zero = Date.parse(startedAt);
  yield named('process_name', RUN, 0, `flexcert: ${visibleText(driver.name)}`);
  const workers = packIntoLanes(results.map((result) => spanOf(result, zero)));
  for (const [index, result] of results.entries()) {
    const { from, to, lane } = workers[index] as PlacedSpan;
    const place = { pid: RUN, tid: lane + 1, name: visibleText(result.id), from, to, cat: result.status };
    yield slice(place, aboutResult(result));
  }
  for (const [index, result] of results.entries()) yield* callsOf(result, index + 1, zero);
}

function spanOf({ startedAt, durationMs }: Result, zero: number) {
  const from = micros(Date.parse(startedAt) - zero);
  return { from, to: from + micros(durationMs) };
}

function* callsOf(result: Result, pid: number, zero: number): Generator<TraceEvent> {
  if (result.calls.length === 0) return;
  yield named('process_name', pid, 0, visibleText(`${result.id} (kubelet ${result.kubelet})`));
  yield { ph: 'M', name: 'process_sort_index', pid, tid: 0, args: { sort_index: pid } };
  const spans = result.calls.map((call) => {
    const from = micros(Date.parse(call.startedAt) - zero);
    return { from, to: from + micros(call.durationMs), key: call.volume ?? NODE_LANE };
  });
  // A volume whose calls overlap has as many lanes as it takes: slices of one lane must nest or follow.
  const placed = packIntoLanes(spans);
  const seen = new Set<number>();
  for (const [index, call] of result.calls.entries()) {
    const { from, to, lane } = placed[index] as PlacedSpan;
    const tid = lane + 1;
    if (!seen.has(tid)) yield named('thread_name', pid, tid, visibleText(call.volume ?? NODE_LANE));
    seen.add(tid);
    const name = visibleText(call.argv[0] ?? '');
    yield slice({ pid, tid, name, from, to, cat: call.conclusion.outcome }, aboutCall(call));
    const gone = Math.min(to, from + micros(call.exitMs));
    if (call.end === 'held')
      yield slice({ pid, tid, name: 'output held open', from: gone, to, cat: 'held' }, {});
  }
}

function aboutResult({
  level,
  status,
  sentence,
  message,
  kubelet,
  diagnosis = [],
}: Result): Record<string, unknown> {
  return {
    level,
    status,
    kubelet,
    sentence,
    ...(message === undefined ? {} : { message: visibleText(message) }),
    ...(diagnosis.length === 0 ? {} : { cause: diagnosis.map((each) => visibleText(diagnosisText(each))) }),
  };
}

function aboutCall(call: RecordedCall): Record<string, unknown> {
  return {
    arguments: shownArguments(call)
      .slice(1)
      .map((argument) => visibleText(argument)),
    answer: capped(visibleOutput(call.output), ANSWER_LIMIT),
    ended: endingText(call),
    conclusion: conclusionText(call),
    ...(call.waitedMs === undefined ? {} : { 'kubelet waited before (ms)': call.waitedMs }),
  };
}

interface Slice {
  pid: number;
  tid: number;
  name: string;
  from: number;
  to: number;
  cat: string;
}

function slice({ pid, tid, name, from, to, cat }: Slice, args: Record<string, unknown>): TraceEvent {
  return { ph: 'X', name, cat, pid, tid, ts: from, dur: Math.max(0, to - from), args };
}

function named(name: string, pid: number, tid: number, label: string): TraceEvent {
  return { ph: 'M', name, pid, tid, args: { name: label } };
}

function micros(ms: number): number {
  return Math.round(ms * 1000);
}
