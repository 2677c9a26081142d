import { expect, test } from 'vitest';
import { type EndingSignal, runExitCode } from '../../src/cli/run-exit-code.ts';
import type { Level, Status, Verdict } from '../../src/record/schema.ts';

type Case = [verdict: Verdict, results: [Level, Status][], code: number, signal?: EndingSignal];

test.each<Case>([
  ['conformant', [['MUST', 'passed']], 0],
  ['conformant', [['SHOULD', 'failed']], 0],
  ['conformant', [['MUST', 'known-failure']], 0],
  ['not-conformant', [['MUST', 'failed']], 1],
  ['incomplete', [['MUST', 'error']], 3],
  [
    'incomplete',
    [
      ['MUST', 'passed'],
      ['MUST', 'skipped'],
    ],
    3,
  ],
  ['incomplete', [['MUST', 'skipped']], 3],
  ['incomplete', [['SHOULD', 'skipped']], 4],
  ['incomplete', [['MUST', 'not-applicable']], 4],
  ['incomplete', [], 4],
  ['incomplete', [['MUST', 'skipped']], 130, 'SIGINT'],
  ['not-conformant', [['MUST', 'failed']], 143, 'SIGTERM'],
  ['incomplete', [['MUST', 'skipped']], 3, 'SIGHUP'],
])('%s %j: %i', (verdict, results, code, signal) => {
  const record = {
    summary: { verdict },
    results: results.map(([level, status]) => ({ level, status })),
  } as Parameters<typeof runExitCode>[0];
  expect(runExitCode(record, signal)).toBe(code);
});
