import { expect, test } from 'vitest';
import { progressOn } from '../../src/cli/progress.ts';
import type { RunEvent } from '../../src/conformance/events.ts';
import type { Result } from '../../src/record/schema.ts';

const result = (id: string, status: Result['status']): Result => ({
  id,
  status,
  level: 'MUST',
  sentence: '',
  reference: '',
  kubelet: '1.32',
  startedAt: new Date(0).toISOString(),
  durationMs: 12.3,
  calls: [],
});
const events: RunEvent[] = [
  { type: 'probing', driver: 'example.com/nas' },
  { type: 'started', total: 2, workers: 1, left: [] },
  { type: 'begun', id: 'mount/a', release: '1.32' },
  { type: 'ended', result: result('mount/a', 'failed'), done: 1, total: 2 },
  { type: 'begun', id: 'mount/b', release: '1.32' },
  { type: 'ended', result: result('mount/b', 'passed'), done: 2, total: 2 },
];

function written(isTTY: boolean): string {
  let text = '';
  const tell = progressOn({ isTTY, columns: 40, write: (part: string) => (text += part) });
  for (const event of events) tell(event);
  return text;
}

test('a line for each requirement where it is no terminal', () => {
  expect(written(false)).toBe(
    [
      'flexcert: probing example.com/nas',
      'flexcert: 2 requirements, 1 worker',
      '[1/2] failed mount/a (MUST, kubelet 1.32, 12 ms)',
      '[2/2] passed mount/b (MUST, kubelet 1.32, 12 ms)',
      '',
    ].join('\n'),
  );
});

test('one line that is written over on a terminal, failures stay, nothing is left', () => {
  const lines = written(true).replaceAll('\r\x1b[K', '<clear>').split('\n');
  expect(lines[0]).toMatch(/<clear>failed mount\/a .*$/);
  expect(lines[1]).toContain('[1/2] mount/b');
  expect(lines[1]).toMatch(/<clear>$/);
  expect(lines).toHaveLength(2);
});
