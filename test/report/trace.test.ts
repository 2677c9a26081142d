import { describe, expect, test } from 'vitest';
import { renderTrace, traceChunks } from '../../src/report/trace.ts';
import { catalogue, driverCall, T0 } from '../support/record-parts.ts';
import { buildRecord, FIVE, withFailures } from '../support/records.ts';

interface Event {
  ph: string;
  name: string;
  pid: number;
  tid: number;
  ts?: number;
  dur?: number;
  args: Record<string, unknown>;
}

const eventsOf = (text: string) => (JSON.parse(text) as { traceEvents: Event[] }).traceEvents;

describe.each(Object.entries(FIVE))('%s', (_, build) => {
  const record = build();
  const events = eventsOf(renderTrace(record));

  test('has what the Trace Event format asks of each event', () => {
    for (const event of events) {
      expect(['X', 'M']).toContain(event.ph);
      expect(event).toMatchObject({
        name: expect.any(String),
        pid: expect.any(Number),
        tid: expect.any(Number),
      });
      if (event.ph !== 'X') continue;
      expect(Number.isInteger(event.ts) && Number.isInteger(event.dur)).toBe(true);
      expect(event.dur).toBeGreaterThanOrEqual(0);
    }
  });

  test('has a slice for every requirement and every call', () => {
    const slices = events.filter(({ ph, name }) => ph === 'X' && name !== 'output held open');
    expect(slices.filter(({ pid }) => pid === 0)).toHaveLength(record.results.length);
    const calls = record.results.reduce((sum, result) => sum + result.calls.length, 0);
    expect(slices.filter(({ pid }) => pid > 0)).toHaveLength(calls);
  });

  test('slices of a lane follow or nest: Perfetto drops those that cross', () => {
    const lanes = new Map<string, Event[]>();
    for (const event of events.filter(({ ph }) => ph === 'X')) {
      const key = `${event.pid}/${event.tid}`;
      lanes.set(key, [...(lanes.get(key) ?? []), event]);
    }
    for (const lane of lanes.values()) {
      lane.sort((a, b) => (a.ts ?? 0) - (b.ts ?? 0) || (b.dur ?? 0) - (a.dur ?? 0));
      const open: number[] = [];
      for (const { ts = 0, dur = 0 } of lane) {
        while (open.length > 0 && (open.at(-1) as number) <= ts) open.pop();
        if (open.length > 0) expect(ts + dur).toBeLessThanOrEqual(open.at(-1) as number);
        open.push(ts + dur);
      }
    }
  });
});

test('a lane a volume, two when its calls overlap, and what held the output inside the call', () => {
  const calls = [
    driverCall('init', { volume: undefined, startedAt: T0, durationMs: 5 }),
    driverCall('mount', { volume: 'a', startedAt: T0 + 10, durationMs: 50 }),
    driverCall('mount', { volume: 'a', startedAt: T0 + 20, durationMs: 50 }),
    driverCall('unmount', { volume: 'a', startedAt: T0 + 100, durationMs: 100, end: 'held' }),
  ];
  const [result] = catalogue(1);
  const events = eventsOf(renderTrace(buildRecord([{ ...(result as NonNullable<typeof result>), calls }])));
  const lanes = events.filter(({ name, pid }) => name === 'thread_name' && pid === 1);
  expect(lanes.map(({ args }) => args.name)).toEqual(['node', 'a', 'a']);
  expect(events.find(({ name }) => name === 'output held open')).toMatchObject({ ts: 110_000, dur: 90_000 });
  expect(events.find(({ name }) => name === 'unmount')?.args).toMatchObject({
    answer: '{"status":"Success"}\n',
    conclusion: 'the kubelet reads Success',
  });
});

test('pieces make the same text', () => {
  expect([...traceChunks(withFailures())].join('')).toBe(renderTrace(withFailures()));
});
