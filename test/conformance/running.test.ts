import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { tryOften } from '../../src/conformance/attempts.ts';
import { type Attempt, Collected } from '../../src/conformance/collect.ts';
import { withLeaks } from '../../src/conformance/leak-results.ts';
import type { CellEnd, CellMessage } from '../../src/conformance/messages.ts';
import { runPool } from '../../src/conformance/pool.ts';
import type { Registered } from '../../src/conformance/registry.ts';
import { resultOf } from '../../src/conformance/result.ts';
import type { RecordedCall } from '../../src/record/schema.ts';

const call = { argv: ['mount', '/dir', '{}'] } as RecordedCall;
const calling: CellMessage = { kind: 'calling', number: 0, argv: [...call.argv] };
const called: CellMessage = { kind: 'called', number: 0, call };
const broke: CellMessage = { kind: 'ended', status: 'error', message: 'no fork' };

function judged(messages: CellMessage[], how: CellEnd['how'], more: Partial<CellEnd> = {}): Attempt {
  const collected = new Collected();
  for (const message of messages) collected.take(message);
  return collected.judge({ how, detail: 'signal SIGKILL', limits: [], ...more }, 60_000);
}

describe('what a cell sent and how it ended come to a status', () => {
  test('its own word counts, also when it dies afterwards', () => {
    const end: CellMessage = { kind: 'ended', status: 'passed' };
    expect(judged([calling, called, end], 'died', { limits: ['one'] })).toMatchObject({
      status: 'passed',
      calls: [call],
      limits: ['one'],
    });
  });

  test.each<[string, CellMessage[], CellEnd['how'], Attempt['status'], RegExp, Partial<CellEnd>?]>([
    ['a hanging call is the driver', [calling], 'limit', 'failed', /within 1 min\ncall: mount \/dir \{\}/],
    ['a hanging body is ours', [calling, called], 'limit', 'error', /within 1 min/],
    ['a cell killed during a call', [calling], 'died', 'failed', /signal SIGKILL\ncall: mount/],
    ['a cell that dies by itself', [calling, called], 'died', 'error', /signal SIGKILL/],
    [
      'a cell killed from inside',
      [calling, called],
      'killed',
      'failed',
      /alone\n.*SIGKILL\nlast call: mount/,
    ],
    ['a cell killed from inside before any call', [], 'killed', 'error', /signal SIGKILL/],
    [
      'a body that waits for a mount',
      [calling, called],
      'limit',
      'failed',
      /all that is mounted/,
      { stuck: true },
    ],
    ['what waits before any call', [], 'limit', 'error', /within 1 min/, { stuck: true }],
    [
      'a limit in a call',
      [calling],
      'died',
      'failed',
      /limits of a cell\ncame 9 bytes/,
      { limits: ['9 bytes'] },
    ],
    [
      'a limit that breaks a body',
      [calling, called, broke],
      'done',
      'failed',
      /9 bytes; no fork/,
      { limits: ['9 bytes'] },
    ],
    ['a limit before any call', [broke], 'done', 'error', /^no fork/, { limits: ['9 bytes'] }],
    ['a run that ends', [calling], 'aborted', 'skipped', /the run ended/],
  ])('%s', (_, messages, how, status, message, more = {}) => {
    expect(judged(messages, how, more)).toMatchObject({ status, message: expect.stringMatching(message) });
  });

  test('calls that came back are kept whatever happens then', () => {
    const another: CellMessage = { ...calling, number: 1 };
    expect(judged([calling, called, another], 'died').calls).toEqual([call]);
  });

  test('calls stand in the order in which they began, whichever ends first', () => {
    const [one, two] = ['a', 'b'].map((name) => ({ ...call, argv: ['mount', name] })) as [
      RecordedCall,
      RecordedCall,
    ];
    const messages: CellMessage[] = [
      { kind: 'calling', number: 0, argv: one.argv },
      { kind: 'calling', number: 1, argv: two.argv },
      { kind: 'called', number: 1, call: two },
      { kind: 'called', number: 0, call: one },
    ];
    expect(judged(messages, 'done').calls).toEqual([one, two]);
  });
});

describe('trying again', () => {
  const attempt = (status: Attempt['status']): Attempt => ({ status, notes: [], calls: [], leaks: [] });
  const tries = (statuses: Attempt['status'][], repeat: number, retries: number) => {
    const left = [...statuses];
    const signal = new AbortController().signal;
    return tryOften(async () => attempt(left.shift() ?? 'error'), { repeat, retries, signal });
  };

  test.each<[Attempt['status'][], number, number, Attempt['status'], number]>([
    [['passed'], 1, 0, 'passed', 1],
    [['failed'], 1, 0, 'failed', 1],
    [['failed', 'passed'], 1, 1, 'passed', 2],
    [['failed', 'failed', 'passed'], 1, 1, 'failed', 2],
    [['passed', 'passed', 'passed'], 3, 0, 'passed', 3],
    [['passed', 'failed', 'passed'], 3, 0, 'failed', 2],
    [['skipped', 'passed'], 3, 3, 'skipped', 1],
  ])('%j with repeat %i and retries %i', async (statuses, repeat, retries, status, attempts) => {
    expect(await tries(statuses, repeat, retries)).toMatchObject({ attempt: { status }, attempts });
  });

  test('a pass after a failure is told', async () => {
    const { attempt: decided } = await tries(['failed', 'passed'], 1, 1);
    expect(decided.notes).toEqual(['flaky: 1 of 2 tries failed']);
  });
});

describe('the pool', () => {
  test('never runs more than it may, and keeps the order of results', async () => {
    let [running, most] = [0, 0];
    const results = await runPool(
      [3, 1, 2, 0],
      2,
      async (ms) => {
        most = Math.max(most, ++running);
        await sleep(ms);
        running--;
        return ms * 10;
      },
      new AbortController().signal,
    );
    expect(results).toEqual([30, 10, 20, 0]);
    expect(most).toBe(2);
  });

  test('begins nothing after the end', async () => {
    const controller = new AbortController();
    const results = await runPool(
      [1, 2, 3],
      1,
      async (task) => {
        if (task === 2) controller.abort();
        return task;
      },
      controller.signal,
    );
    expect(results).toEqual([1, 2, undefined]);
  });

  test('a defect waits for what runs', async () => {
    const over: number[] = [];
    const run = runPool(
      [1, 2],
      2,
      async (task) => {
        if (task === 1) throw new Error('defect');
        await sleep(5);
        over.push(task);
      },
      new AbortController().signal,
    );
    await expect(run).rejects.toThrow('defect');
    expect(over).toEqual([2]);
  });
});

describe('leaks', () => {
  const speaks: Registered = {
    id: 'cleanup/leaves-no-mount',
    level: 'MUST',
    sentence: 'leave no mount',
    reference: 'a test',
    needs: [],
    module: '/suites/cleanup.js',
    body: async () => {},
  };
  const leak = { kind: 'mount', what: 'tmpfs on /x', requirement: 'mount/a', kubelet: '1.32' } as const;

  test('fail the requirement that speaks of them, though it passed or was not selected', () => {
    for (const results of [[resultOf(speaks, '1.32', { status: 'passed' })], []]) {
      const told = withLeaks(results, [leak], [speaks], new Map());
      expect(told).toHaveLength(1);
      expect(told[0]).toMatchObject({
        status: 'failed',
        message: expect.stringContaining('tmpfs on /x, after mount/a'),
      });
    }
  });

  test('that are known are known', () => {
    const known = new Map([[speaks.id, 'issue 42']]);
    expect(withLeaks([], [leak], [speaks], known)[0]).toMatchObject({
      status: 'known-failure',
      known: 'issue 42',
    });
  });
});
