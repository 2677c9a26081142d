import { describe, expect, test } from 'vitest';
import type { OpenCell } from '../../src/conformance/cells.ts';
import { mergeLayers } from '../../src/conformance/config/layer.ts';
import type { Config } from '../../src/conformance/config/schema.ts';
import { settle } from '../../src/conformance/config/settings.ts';
import type { RunEvent } from '../../src/conformance/events.ts';
import type { MachineFacts } from '../../src/conformance/facts.ts';
import type { CellInput, CellMessage } from '../../src/conformance/messages.ts';
import type { Registered } from '../../src/conformance/registry.ts';
import { runConformance } from '../../src/conformance/run.ts';
import { HarnessError } from '../../src/errors.ts';
import { type FlexcertRecord, type RecordedCall, recordSchema } from '../../src/record/schema.ts';
import { factsWith } from './facts.ts';

/** Cells that are played: what each requirement's cell sends, by id; passed when nothing is said. */
type Script = Record<string, CellMessage[] | 'dies'>;

const requirement = (id: string, changes: Partial<Registered> = {}): Registered => ({
  id,
  level: 'MUST',
  sentence: 'do as told',
  reference: 'a test',
  needs: [],
  module: '/suites/x.js',
  body: async () => {},
  ...changes,
});

const passed: CellMessage = { kind: 'ended', status: 'passed' };
const failed: CellMessage = { kind: 'ended', status: 'failed', message: 'expected a, came b' };

const recordedMount: RecordedCall = {
  argv: ['mount', '/dir', '{}'],
  output: { text: '{}', length: 2 },
  exit: { code: 1 },
  end: 'eof',
  startedAt: new Date(0).toISOString(),
  exitMs: 1,
  durationMs: 1,
  conclusion: { outcome: 'failure' },
};

function played(script: Script, facts = factsWith().driver, seen: CellInput[] = []): OpenCell {
  return async ({ input, onMessage }) => {
    seen.push(input);
    const said =
      input.task.kind === 'probe'
        ? (script.probe ?? [{ kind: 'probed', facts } as const])
        : (script[input.task.id] ?? [passed]);
    if (said === 'dies')
      return { how: 'died', detail: 'signal SIGKILL', limits: ['40 processes were alive at once'] };
    for (const message of said) onMessage(message);
    return { how: 'done', detail: 'exit code 0', limits: [] };
  };
}

async function run(
  requirements: Registered[],
  {
    script = {},
    config = {},
    openCell = played(script),
    known = {},
    signal = new AbortController().signal,
    catalogue = requirements,
    machine = factsWith().machine,
  }: {
    script?: Script;
    config?: Config;
    openCell?: OpenCell;
    known?: Record<string, string>;
    signal?: AbortSignal;
    catalogue?: Registered[];
    machine?: MachineFacts;
  } = {},
): Promise<{ record: FlexcertRecord; events: RunEvent[] }> {
  const events: RunEvent[] = [];
  const record = await runConformance(
    {
      driver: {
        name: 'flexcert.test/true',
        path: '/bin/true',
        kind: 'executable',
        executable: '/bin/true',
      },
      settings: settle(mergeLayers([{ workers: 2 }, config]), '1.32'),
      knownFailing: new Map(Object.entries(known)),
      machine,
      catalogue,
      selected: requirements,
      selection: [],
      tool: { version: '1', suite: '1' },
    },
    { openCell, signal, onEvent: (event) => events.push(event) },
  );
  expect(recordSchema.safeParse(record).error).toBeUndefined();
  return { record, events };
}

const statuses = ({ results }: FlexcertRecord) =>
  Object.fromEntries(results.map(({ id, status }) => [id, status]));

test('a run in which all passes is conformant', async () => {
  const { record, events } = await run([requirement('mount/a'), requirement('mount/b')]);
  expect(record.summary.verdict).toBe('conformant');
  expect(record.driver).toMatchObject({
    name: 'flexcert.test/true',
    files: { true: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(events.map(({ type }) => type).sort()).toEqual([
    'begun',
    'begun',
    'ended',
    'ended',
    'probing',
    'started',
  ]);
});

test('each release is a result of its own', async () => {
  const { record } = await run(
    [requirement('mount/a'), requirement('mount/new', { needs: ['kubelet>=1.30'] })],
    {
      config: { kubelet: ['1.20', '1.32'] },
    },
  );
  expect(record.results.map(({ id, kubelet, status }) => `${id} ${kubelet} ${status}`)).toEqual([
    'mount/a 1.20 passed',
    'mount/new 1.20 not-applicable',
    'mount/a 1.32 passed',
    'mount/new 1.32 passed',
  ]);
  expect(record.kubelet.releases).toMatchObject([{ release: '1.20', measured: true }, { measured: true }]);
});

test('a limit that a cell reached is told with its requirement', async () => {
  const { record } = await run([requirement('mount/a'), requirement('mount/b')], {
    script: { 'mount/b': 'dies' },
  });
  expect(record.limits).toEqual(['mount/b: 40 processes were alive at once']);
});

test('every limit is in the record, whether it was said or not', async () => {
  const config = { timeouts: { call: 1_000, run: 60_000 }, limits: { processes: 40 } };
  const { record } = await run([requirement('mount/a')], { config });
  expect(record.config).toMatchObject({
    timeouts: { call: 1_000, requirement: 120_000, run: 60_000 },
    limits: { processes: 40, outputKiB: 256 },
  });
});

test('order and workers change nothing', async () => {
  const requirements = Array.from({ length: 20 }, (_, index) => requirement(`mount/r${index}`));
  const script: Script = { 'mount/r3': [failed], 'mount/r7': 'dies' };
  const results = [];
  for (const config of [{ workers: 1 }, { workers: 8 }, { shuffle: 'x' }, { shuffle: 'y', workers: 3 }]) {
    results.push(statuses((await run(requirements, { script, config })).record));
  }
  for (const other of results) expect(Object.entries(other)).toEqual(Object.entries(results[0] ?? {}));
});

describe('a driver whose init fails', () => {
  const facts = { ...factsWith().driver, initError: 'no such thing' };

  test('is judged by its init; the rest is skipped with the reason', async () => {
    const script: Script = { 'init/succeeds': [failed] };
    const { record } = await run([requirement('init/succeeds'), requirement('mount/a')], {
      openCell: played(script, facts),
    });
    expect(statuses(record)).toEqual({ 'init/succeeds': 'failed', 'mount/a': 'skipped' });
    expect(record.results[1]?.message).toContain('no such thing');
    expect(record.summary.verdict).toBe('not-conformant');
    expect(record.driver.capabilities).toBeUndefined();
  });

  test('a driver that kills whoever probes it is told apart from trouble of ours', async () => {
    const probe: CellMessage[] = [{ kind: 'calling', number: 0, argv: ['init'] }];
    const { record } = await run([requirement('mount/a')], { script: { probe } });
    expect(record.results[0]?.message).toContain('the end of the process that calls it');
    const { record: ours } = await run([requirement('mount/a')], { script: { probe: 'dies' } });
    expect(ours.results[0]).toMatchObject({
      status: 'skipped',
      message: expect.stringMatching(/could not be probed: .*SIGKILL/),
    });
    expect(ours.summary.verdict).toBe('incomplete');
  });
});

test('what fails without root says nothing about the driver', async () => {
  const mounted: CellMessage = { kind: 'called', number: 0, call: recordedMount };
  const script: Script = { 'mount/a': [mounted, failed], 'mount/b': [mounted, passed], 'init/c': [failed] };
  const machine = { ...factsWith().machine, root: false };
  const ids = ['mount/a', 'mount/b', 'init/c'].map((id) => requirement(id));
  const { record } = await run(ids, { script, machine });
  expect(statuses(record)).toEqual({ 'mount/a': 'skipped', 'mount/b': 'passed', 'init/c': 'failed' });
});

test('known failures are known, and a pass of one keeps its reason', async () => {
  const { record } = await run([requirement('mount/a'), requirement('mount/b')], {
    script: { 'mount/a': [failed] },
    known: { 'mount/a': 'issue 42', 'mount/b': 'issue 43' },
  });
  expect(statuses(record)).toEqual({ 'mount/a': 'known-failure', 'mount/b': 'passed' });
  expect(record.results[1]?.known).toBe('issue 43');
});

test('a leak fails the requirement that speaks of it, and is recorded', async () => {
  const speaks = requirement('cleanup/leaves-no-mount');
  const leak: CellMessage = { kind: 'leak', leak: { kind: 'mount', what: 'tmpfs on /x' } };
  const requirements = [requirement('mount/a')];
  const { record } = await run(requirements, {
    script: { 'mount/a': [leak, passed] },
    catalogue: [...requirements, speaks],
  });
  expect(statuses(record)).toEqual({ 'mount/a': 'passed', 'cleanup/leaves-no-mount': 'failed' });
  expect(record.leaks).toEqual([{ kind: 'mount', what: 'tmpfs on /x', requirement: 'mount/a' }]);
  expect(record.summary.verdict).toBe('not-conformant');
});

describe('an early end keeps what there is', () => {
  const requirements = ['mount/a', 'mount/b', 'mount/c'].map((id) => requirement(id));

  test('after so many failures', async () => {
    const { record, events } = await run(requirements, {
      script: { 'mount/a': [failed] },
      config: { 'max-failures': 1, workers: 1 },
    });
    expect(statuses(record)).toEqual({ 'mount/a': 'failed', 'mount/b': 'skipped', 'mount/c': 'skipped' });
    expect(record.ended).toBe('1 requirement failed');
    expect(events.at(-1)).toEqual({ type: 'stopping', reason: '1 requirement failed' });
  });

  test('by a signal, while a requirement runs', async () => {
    const controller = new AbortController();
    const openCell: OpenCell = async (job) => {
      if (job.input.task.kind === 'requirement' && job.input.task.id === 'mount/b') {
        controller.abort('interrupted by SIGINT');
        return { how: 'aborted', detail: '', limits: [] };
      }
      return played({})(job);
    };
    const { record } = await run(requirements, {
      openCell,
      signal: controller.signal,
      config: { workers: 1 },
    });
    expect(statuses(record)).toEqual({ 'mount/a': 'passed', 'mount/b': 'skipped', 'mount/c': 'skipped' });
    expect(record).toMatchObject({ ended: 'interrupted by SIGINT', summary: { verdict: 'incomplete' } });
  });

  test('by the limit of the run', async () => {
    const openCell: OpenCell = (job) =>
      job.input.task.kind === 'probe'
        ? played({})(job)
        : new Promise((resolve) =>
            job.signal.addEventListener('abort', () => resolve({ how: 'aborted', detail: '', limits: [] })),
          );
    const { record } = await run(requirements, { openCell, config: { timeouts: { run: 50 } } });
    expect(record.ended).toBe('the limit of the run, 50 ms, was reached');
  });
});

test('a cell that cannot be made is our error, and takes no other result along', async () => {
  const openCell: OpenCell = async (job) => {
    if (job.input.task.kind === 'requirement' && job.input.task.id === 'mount/a') {
      throw new HarnessError('no cell');
    }
    return played({})(job);
  };
  const { record } = await run([requirement('mount/a'), requirement('mount/b')], { openCell });
  expect(statuses(record)).toEqual({ 'mount/a': 'error', 'mount/b': 'passed' });
  expect(record.summary.verdict).toBe('incomplete');
});

test('a cell is told what it needs, and no more', async () => {
  const seen: CellInput[] = [];
  await run([requirement('mount/a', { module: '/mine.mjs' })], {
    openCell: played({}, factsWith().driver, seen),
    config: { stateDirs: ['/run/x'], output: '/secret/place' },
  });
  expect(seen[1]).toMatchObject({
    task: { kind: 'requirement', id: 'mount/a', module: '/mine.mjs' },
    name: 'flexcert.test/true',
    release: '1.32',
    settings: { stateDirs: ['/run/x'] },
  });
  expect(JSON.stringify(seen)).not.toContain('/secret/place');
});
