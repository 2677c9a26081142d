import { describe, expect, test } from 'vitest';
import { renderSummary } from '../../src/report/terminal.ts';
import { allPass, FIVE, incomplete, withFailures } from '../support/records.ts';

const plain = { color: false, width: 100 };

test.each(Object.entries(FIVE))('%s: nothing but printable text, and the verdict in the end', (_, build) => {
  const text = renderSummary(build(), plain);
  expect(text).toMatch(/^[\t\n\x20-\x7e\u00a1-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
  expect(text).toMatch(/\n[✓✗!] (Conformant|Not conformant|Incomplete)/);
  expect(text.length).toBeLessThan(40_000);
});

test('colour is there when it is asked for, and only then', () => {
  expect(renderSummary(allPass(), { color: true, width: 80 })).toContain('\x1b[32m');
  expect(renderSummary(allPass(), plain)).not.toContain('\x1b');
});

test('a failure is told with its sentence, message, likely cause and last call', () => {
  const text = renderSummary(withFailures(), plain);
  expect(text).toContain(
    [
      '✗ MUST protocol/answers-one-document kubelet 1.20',
      '  The driver MUST answer Success, without a second mount, when the volume is already mounted there.',
      '  expected Success to the second mount',
      '  came Failure: already mounted',
      '  Likely cause (not-idempotent): the driver refuses what is mounted already',
      '  Mend: test with mountpoint -q first',
      '',
      '    $ mount /var/lib/kubelet/pods/',
    ].join('\n'),
  );
  expect(text).toContain('    {"status":"Failure","message":"already mounted"}\n    => exit 1 after 4.2 ms;');
});

test('the same failure on two releases is told once', () => {
  const record = withFailures();
  const failed = record.results.find(({ status }) => status === 'failed');
  const results = ['1.20', '1.32'].map((kubelet) => ({ ...(failed as NonNullable<typeof failed>), kubelet }));
  const text = renderSummary({ ...record, results }, plain);
  expect(text.match(/✗ MUST/g)).toHaveLength(1);
  expect(text).toContain('kubelet 1.20, 1.32\n');
});

test('what a machine lacks is one line a reason', () => {
  expect(renderSummary(incomplete(), plain)).toContain(
    'Not run here\n  needs root: no loop device as an ordinary user: discovery/is-executable,\n',
  );
});

describe('is told besides', () => {
  const text = renderSummary(withFailures(), plain);
  test.each([
    '▲ SHOULD init/is-repeatable kubelet 1.20\n  init took 1.4 s',
    '▲ known unmount/is-idempotent kubelet 1.20\n  issue 42',
    'passed, though listed in known-failing: take it off the list',
    'limit reached: call limit of 30 s',
    'mount /var/lib/kubelet/pods/1/volumes/x by protocol/answers-one-document\n    umount /x',
    '  MUST    44 passed  2 failed  1 known failure  1 harness error\n  SHOULD  13 passed  1 failed\n',
    'kubelet 1.32   ✗ Not conformant',
  ])('%j', (part) => {
    expect(text).toContain(part);
  });
});

test('no line of our own words is wider than asked for', () => {
  const narrow = renderSummary(allPass(), { color: false, width: 60 });
  for (const line of narrow.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(60);
});
