import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { differences } from '../../scripts/reference/differences.ts';
import { normalPage, normalRecord } from '../../scripts/reference/normal.ts';
import type { FlexcertRecord, RecordedCall, Result } from '../../src/record/schema.ts';
import { catalogue, driverCall, T0 } from '../support/record-parts.ts';
import { buildRecord } from '../support/records.ts';

function runAt(started: number, change: (call: RecordedCall) => RecordedCall): FlexcertRecord {
  const results = catalogue(20).map((result) => ({
    ...result,
    startedAt: new Date(started).toISOString(),
    durationMs: started % 1000,
    notes: [`init took ${started % 1000} ms`],
    calls: result.calls.map(change),
  }));
  return buildRecord(results, { startedAt: new Date(started).toISOString(), durationMs: started % 777 });
}

const withDevice = (device: string, image: string) => (call: RecordedCall) => {
  const answer = driverCall('attach', { output: `{"status":"Success","device":"${device}"}\n` });
  return { ...answer, argv: ['attach', `{"image":"/var/lib/flexcert/${image}.img"}`], volume: call.volume };
};

test('times, loop devices and fresh names make no difference', () => {
  const one = runAt(T0, withDevice('/dev/loop9', 'image-0123456789ab'));
  const other = runAt(T0 + 86_400_123, withDevice('/dev/loop123', 'image-ba9876543210'));
  expect(differences(normalRecord(one), normalRecord(other))).toEqual([]);
});

test('volumes side by side may take turns in another way', () => {
  const one = runAt(T0, (call) => call);
  const other = {
    ...one,
    results: one.results.map((result) => ({
      ...result,
      calls: result.calls.toSorted((a, b) => (a.volume ?? '').localeCompare(b.volume ?? '')),
    })),
  };
  expect(differences(normalRecord(one), normalRecord(other))).toEqual([]);
});

test('how far a driver had come at a signal is chance; what came before it is not', () => {
  const killed = (code: number) => (call: RecordedCall, index: number) =>
    index < 2 ? call : { ...driverCall('mount', { code }), ...(index === 2 ? { sent: 'SIGKILL' } : {}) };
  const recordOf = (code: number) => {
    const [result] = catalogue(1, 6);
    const calls = Array.from({ length: 6 }, () => driverCall('init', { volume: 'vol-1' }));
    return buildRecord([{ ...(result as NonNullable<typeof result>), calls: calls.map(killed(code)) }]);
  };
  expect(differences(normalRecord(recordOf(0)), normalRecord(recordOf(1)))).toEqual([]);
});

test('another status, message, answer, argument or requirement is told with where it differs', () => {
  const one = runAt(T0, (call) => call);
  const [first, second, , ...rest] = one.results as [Result, Result, Result, ...Result[]];
  const results: Result[] = [
    { ...first, status: 'failed', message: 'expected more' },
    { ...second, calls: [driverCall('mount', { output: 'other' })] },
    ...rest,
  ];
  const other = { ...one, results };
  const told = differences(normalRecord(one), normalRecord(other));
  expect(told).toHaveLength(3);
  expect(told[0]).toMatch(/^- discovery\/is-executable on 1\.32: .*"passed".*\n\+ .*"failed"/s);
  expect(told[2]).toMatch(/^- discovery\/works-from-another-cwd on 1\.32: .*\n\+ .*: \(nothing\)$/s);
});

test('a page is compared by what its blocks hold, however they are packed', () => {
  const page = (level: number) =>
    `<p><script type="text/plain" class="block" data-block="0">${deflateRawSync('calls '.repeat(99), { level }).toString('base64')}</script>`;
  expect(page(1)).not.toBe(page(9));
  expect(normalPage(page(1))).toBe(normalPage(page(9)));
});
