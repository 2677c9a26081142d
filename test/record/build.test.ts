import { expect, test } from 'vitest';
import { type CallToRecord, recordedCall } from '../../src/record/build.ts';
import { redactor } from '../../src/record/redaction.ts';
import { callSchema } from '../../src/record/schema.ts';

const STATUS = {
  status: 'Success',
  message: '',
  device: '',
  volumeName: '',
  attached: false,
  capabilities: null,
  volumeNewSize: 0n,
};

function callOf(change: Partial<CallToRecord>): CallToRecord {
  const output = change.output ?? Buffer.from('{"status":"Success"}');
  return {
    argv: ['init'],
    output,
    outputBytes: output.length,
    exit: { code: 0 },
    end: 'eof',
    startedAt: Date.UTC(2026, 0, 1),
    exitMs: 1.23456789,
    durationMs: 2.3456789,
    conclusion: { outcome: 'success', status: STATUS },
    ...change,
  };
}

test('a call is recorded as the schema wants it, empty fields left out', () => {
  const recorded = recordedCall(callOf({}), { redactor: redactor([]), volume: 'vol-1', waitedMs: 500 });
  expect(callSchema.parse(recorded)).toEqual({
    argv: ['init'],
    output: { text: '{"status":"Success"}', length: 20 },
    exit: { code: 0 },
    end: 'eof',
    startedAt: '2026-01-01T00:00:00.000Z',
    exitMs: 1.235,
    durationMs: 2.346,
    conclusion: { outcome: 'success', status: { status: 'Success' } },
    volume: 'vol-1',
    waitedMs: 500,
  });
});

test('fields are named as Go marshals them, and sizes beyond 2^53 stay exact', () => {
  const capabilities = {
    attach: true,
    selinuxRelabel: true,
    supportsMetrics: false,
    fsGroup: true,
    requiresFSResize: true,
  };
  const status = { ...STATUS, attached: true, capabilities, volumeNewSize: 9223372036854775807n };
  const recorded = recordedCall(callOf({ conclusion: { outcome: 'success', status } }), {
    redactor: redactor([]),
  });
  expect(recorded.conclusion.status).toEqual({
    status: 'Success',
    attached: true,
    Capabilities: capabilities,
    volumeNewSize: '9223372036854775807',
  });
  expect(() => JSON.stringify(recorded)).not.toThrow();
});

test('a secret leaves neither arguments, nor output, nor what the kubelet read', () => {
  const secret = 'hunter22';
  const output = Buffer.from(`{"status":"Failure","message":"bad ${secret}"}`);
  const status = { ...STATUS, status: 'Failure', message: `bad ${secret}` };
  const recorded = recordedCall(
    callOf({
      argv: ['mount', `/x/${secret}`],
      output,
      conclusion: { outcome: 'failure', error: `reason: bad ${secret}`, status },
    }),
    { redactor: redactor([secret]) },
  );
  expect(JSON.stringify(recorded)).not.toContain(secret);
  expect(recorded.output.length).toBe(output.length);
});

test('a cut stays where it was when a secret before it became longer or shorter', () => {
  const recorded = recordedCall(
    callOf({ output: Buffer.from('abcdefgh|tail'), outputBytes: 900, cutAt: 9 }),
    {
      redactor: redactor(['abcdefgh']),
    },
  );
  expect(recorded.output).toEqual({ text: '[redacted]|tail', length: 900, cutAt: 11 });
});
