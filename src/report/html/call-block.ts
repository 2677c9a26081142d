import { deflateRawSync } from 'node:zlib';
import { shownArguments } from '../../record/arguments.ts';
import type { RecordedCall } from '../../record/schema.ts';
import { visibleOutput, visibleText } from '../../record/visible.ts';
import { conclusionText, endingText } from '../transcript.ts';
import { type CallBlock, type CallData, MARK_END, MARK_START } from './call-data.ts';

/** Characters of JSON in one block: small enough to unpack while a person waits for it. */
export const BLOCK_SIZE = 400_000;

/** The calls of one result, for the page. */
export function callData(calls: readonly RecordedCall[]): CallData[] {
  const first = calls.reduce((least, call) => Math.min(least, Date.parse(call.startedAt)), Infinity);
  const failedTries = new Map<string, number>();
  const laneEnds = new Map<string | undefined, number>();
  let waited = 0;
  return calls.map((call) => {
    waited += call.waitedMs ?? 0;
    const began = afterTheLast(Date.parse(call.startedAt) - first + waited, laneEnds.get(call.volume));
    laneEnds.set(call.volume, began + call.durationMs);
    const [command = '', ...rest] = shownArguments(call);
    const key = JSON.stringify([call.volume, command]);
    const tries = failedTries.get(key) ?? 0;
    failedTries.set(key, call.conclusion.outcome === 'failure' ? tries + 1 : 0);
    return {
      c: visibleText(command),
      a: rest.map((argument) => visibleText(argument)),
      o: marked(call),
      e: endingText(call),
      k: conclusionText(call),
      r: OUTCOMES[call.conclusion.outcome],
      ...(call.volume === undefined ? {} : { v: visibleText(call.volume) }),
      t: round(began),
      x: round(call.exitMs),
      d: round(call.durationMs),
      ...(call.waitedMs === undefined ? {} : { w: round(call.waitedMs) }),
      ...(tries === 0 ? {} : { n: tries + 1 }),
    };
  });
}

/** Starts are recorded to the millisecond: a call that seems to begin within one before the last ended did not. */
function afterTheLast(began: number, end = 0): number {
  return end > began && end - began <= 1 ? end : began;
}

const OUTCOMES = { success: 's', 'not-supported': 'n', failure: 'f' } as const;

/** A block as it stands in the page: raw deflate in base64, which every browser unpacks by itself. */
export function packedBlock(block: CallBlock): string {
  return deflateRawSync(JSON.stringify(block), { level: 9 }).toString('base64');
}

function marked({ output }: RecordedCall): string {
  const own =
    output.text === undefined || !/[\ue000\ue001]/.test(output.text) ? output : withoutMarks(output);
  return visibleOutput(own, (escaped) => MARK_START + escaped + MARK_END);
}

/** Rare enough that plain text will do: such an output loses the mark on its other escapes, and no character. */
function withoutMarks(output: RecordedCall['output']): RecordedCall['output'] {
  const text = (output.text ?? '').replace(
    /[\ue000\ue001]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16)}`,
  );
  return { ...output, text };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
