import { explainCall } from '../explain-failure.ts';
import type { Cause } from '../match-rules.ts';
import type { TracedCall } from './read-trace.ts';

/** Calls whose answers the kubelet took otherwise than meant, or that have a cause worth telling. */
export interface Finding {
  /** Indexes of the calls, oldest first. */
  calls: number[];
  command: string;
  /** The kubelet's error, when it concluded a failure. */
  error?: string;
  causes: Cause[];
}

/** The answers of a trace that went wrong or are worth a word; alike ones together. */
export function checkAnswers(calls: readonly TracedCall[], release: string): Finding[] {
  const found = new Map<string, Finding>();
  for (const [index, call] of calls.entries()) {
    if (call.unfinished === true) continue;
    const { causes, conclusion } = explainCall(call, release);
    if (causes.length === 0 && conclusion.outcome !== 'failure') continue;
    const command = call.argv[0] ?? '';
    const key = JSON.stringify([command, conclusion.error, causes.map(({ rule, cause }) => [rule, cause])]);
    const known = found.get(key);
    if (known !== undefined) {
      known.calls.push(index);
      continue;
    }
    found.set(key, {
      calls: [index],
      command,
      ...(conclusion.outcome === 'failure' ? { error: conclusion.error ?? '' } : {}),
      causes,
    });
  }
  return [...found.values()];
}
