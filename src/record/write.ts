import type { FlexcertRecord, RecordedCall, Result } from './schema.ts';

/**
 * A record as JSON text: one field, one result, one call a line. So it can be searched with grep, compared
 * with diff, and written and read in pieces however many calls it holds.
 */
export function recordText(record: FlexcertRecord): string {
  return [...recordChunks(record)].join('');
}

/** The same in pieces of bounded size, for records too big for one string. */
export function* recordChunks(record: FlexcertRecord): Generator<string> {
  yield '{';
  let separator = '\n';
  for (const [key, value] of Object.entries(record)) {
    if (value === undefined) continue;
    yield `${separator}${JSON.stringify(key)}: `;
    separator = ',\n';
    if (key === 'results') yield* resultChunks(record.results);
    else yield JSON.stringify(value);
  }
  yield '\n}\n';
}

function* resultChunks(results: readonly Result[]): Generator<string> {
  yield '[';
  let separator = '\n';
  for (const { calls, ...rest } of results) {
    yield `${separator}${JSON.stringify(rest).slice(0, -1)},"calls":[`;
    yield* callChunks(calls);
    yield ']}';
    separator = ',\n';
  }
  yield '\n]';
}

/** The items of the list of calls, a line each. */
export function* callChunks(calls: readonly RecordedCall[]): Generator<string> {
  let separator = '\n  ';
  for (const call of calls) {
    yield separator + JSON.stringify(call);
    separator = ',\n  ';
  }
}
