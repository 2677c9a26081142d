import { explainFailure } from '../diagnose/explain-failure.ts';
import type { Result } from '../record/schema.ts';
import type { Attempt } from './collect.ts';
import type { Registered } from './registry.ts';

/** A result of the record. @param known why it is listed as known to fail, when it is */
export function resultOf(
  requirement: Registered,
  release: string,
  attempt: Pick<Attempt, 'status' | 'message'> & Partial<Attempt>,
  { known, attempts = 1, startedAt = Date.now(), durationMs = 0 }: ResultDetails = {},
): Result {
  const { id, level, sentence, reference } = requirement;
  const { status, message, notes = [], calls = [] } = attempt;
  const diagnosis = status === 'failed' ? explainFailure(calls, release) : [];
  return {
    id,
    level,
    status: status === 'failed' && known !== undefined ? 'known-failure' : status,
    sentence,
    reference,
    kubelet: release,
    ...(message === undefined ? {} : { message }),
    ...(notes.length === 0 ? {} : { notes }),
    ...(known === undefined ? {} : { known }),
    ...(diagnosis.length === 0 ? {} : { diagnosis }),
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Math.round(durationMs * 1000) / 1000,
    ...(attempts === 1 ? {} : { attempts }),
    calls,
  };
}

export interface ResultDetails {
  known?: string | undefined;
  attempts?: number;
  /** Milliseconds since the epoch. */
  startedAt?: number;
  durationMs?: number;
}
