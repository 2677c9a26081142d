import { expect, test } from 'vitest';
import { RetryWaits } from '../../src/conformance/inside/retry-waits.ts';

const failed = { command: 'mount', conclusion: { outcome: 'failure' } } as const;
const succeeded = { command: 'mount', conclusion: { outcome: 'success' } } as const;

test('a call that failed is left alone for 500 ms, then twice as long each time, as a kubelet does', () => {
  const waits = new RetryWaits();
  expect(waits.before('mount', 'vol-1')).toBeUndefined();
  waits.ended(failed, 'vol-1');
  expect(waits.before('mount', 'vol-1')).toBe(500);
  waits.ended(failed, 'vol-1');
  expect(waits.before('mount', 'vol-1')).toBe(1000);
  for (let tries = 0; tries < 20; tries += 1) waits.ended(failed, 'vol-1');
  expect(waits.before('mount', 'vol-1')).toBe(122_000);
});

test('another volume and another command do not wait for it', () => {
  const waits = new RetryWaits();
  waits.ended(failed, 'vol-1');
  expect(waits.before('mount', 'vol-2')).toBeUndefined();
  expect(waits.before('unmount', 'vol-1')).toBeUndefined();
});

test('a success ends it, and so does a restart of the kubelet', () => {
  const waits = new RetryWaits();
  waits.ended(failed, 'vol-1');
  waits.ended(succeeded, 'vol-1');
  expect(waits.before('mount', 'vol-1')).toBeUndefined();
  waits.ended(failed, 'vol-1');
  waits.forget();
  expect(waits.before('mount', 'vol-1')).toBeUndefined();
});
