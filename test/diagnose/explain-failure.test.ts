import { describe, expect, it } from 'vitest';
import { explainFailure } from '../../src/diagnose/explain-failure.ts';
import type { RecordedCall } from '../../src/record/schema.ts';

function call(
  command: string,
  text: string,
  outcome: RecordedCall['conclusion']['outcome'],
  status?: object,
): RecordedCall {
  return {
    argv: [command, '/m', '{}'],
    output: { text, length: text.length },
    exit: { code: 0 },
    end: 'eof',
    startedAt: '2026-01-01T00:00:00.000Z',
    exitMs: 1,
    durationMs: 1,
    conclusion: { outcome, ...(status === undefined ? {} : { status: status as Record<string, unknown> }) },
  };
}

describe('the causes of a failed requirement', () => {
  it('are those of the last call, with its command and the place', () => {
    const calls = [
      call('init', '{"status":"Success"}', 'success', {}),
      call('mount', '-ne {"status":"Success"}', 'failure'),
    ];
    const [first, ...more] = explainFailure(calls, '1.32');
    expect(first).toMatchObject({
      rule: 'echo-flags',
      cause: expect.stringMatching(/In the answer to mount, where the kubelet stops at byte 2\.\)$/),
      mend: expect.stringContaining('printf'),
    });
    expect(more).toEqual([]);
  });

  it('are those of an earlier answer that could not be read', () => {
    const calls = [
      call('mount', 'I0222 20:31:02.1 1 a.go:1] x\n{"status":"Success"}', 'failure'),
      call('unmount', '{"status":"Success"}', 'success', {}),
    ];
    expect(explainFailure(calls, '1.20').map(({ rule }) => rule)).toEqual(['glog-line']);
  });

  it('are none where the driver said a Failure that may have been asked for', () => {
    const calls = [
      call('mount', '{"status":"Failure","message":"no such share"}', 'failure', { status: 'Failure' }),
      call('init', '{"status":"Success"}', 'success', {}),
    ];
    expect(explainFailure(calls, '1.32')).toEqual([]);
    expect(explainFailure([], '1.32')).toEqual([]);
  });
});
