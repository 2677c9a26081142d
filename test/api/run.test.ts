import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/conformance/events.ts';
import { recordSchema } from '../../src/record/schema.ts';
import { stateDirectory } from '../../src/sandbox/state-directory.ts';
import { api } from '../support/api.ts';
import { needs } from '../support/needs.ts';
import { runsWith, writeSleeper } from '../support/sleeper.ts';

const { run, HarnessError, UsageError } = api;

const healthy = fileURLToPath(new URL('../../fixtures/drivers/healthy/', import.meta.url));
const driver = `${healthy}flexcert.test~tmpfs`;
const config = `${healthy}tmpfs.yaml`;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flexcert-api-'));
  folders.push(folder);
  return folder;
}

function ownLedgers(): string[] {
  try {
    return readdirSync(join(stateDirectory(), 'ledgers')).filter((name) =>
      name.startsWith(`${process.pid}-`),
    );
  } catch {
    return [];
  }
}

describe('run', () => {
  test('answers the record, and tells how it goes', async (context) => {
    needs(context, 'root');
    const running = run({ driver, config, suite: ['init', 'unmount'], workers: 1 });
    const events: RunEvent[] = [];
    for await (const event of running) events.push(event);
    const record = await running;
    expect(recordSchema.parse(record)).toBeTruthy();
    expect(record.summary.verdict).toBe('conformant');
    expect(record.driver.name).toBe('flexcert.test/tmpfs');
    const ended = events.filter((event) => event.type === 'ended');
    expect(ended.map(({ done }) => done)).toEqual(ended.map((_event, index) => index + 1));
    expect(ended.at(-1)?.total).toBe(ended.length);
    for (const { result } of ended) expect(record.results).toContainEqual(result);
    expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['probing', 'started']);
  });

  test('takes settings of flexcert.yaml by names as code writes them', async (context) => {
    needs(context, 'root');
    const { results, config: effective } = await run({
      driver,
      volumes: [{ options: { size: '4m' } }],
      stateDirs: ['/run/flexcert-tmpfs'],
      grep: '^init/',
      grepInvert: 'quick|thirty|times',
      knownFailing: [{ id: 'init/nothing', reason: 'a test' }],
      repeatEach: 2,
      kubelet: '1.20',
      timeouts: { call: '20s' },
    });
    expect(new Set(results.map(({ id }) => id.split('/')[0]))).toEqual(new Set(['init']));
    expect(results.filter(({ attempts }) => attempts === 2).length).toBeGreaterThan(0);
    expect(effective).toMatchObject({ kubelet: ['1.20'], timeouts: { call: 20_000 } });
  });

  test('can be aborted in the middle of a call: it answers what it has, and nothing is left', async (context) => {
    needs(context, 'root');
    const seconds = `31557${process.pid}`;
    const abort = new AbortController();
    const driver = writeSleeper(freshFolder(), seconds);
    const running = run({ driver, grep: '^(init/succeeds|mount/)', signal: abort.signal });
    let waited: Promise<void> | undefined;
    for await (const event of running) {
      if (event.type !== 'begun' || !event.id.startsWith('mount/')) continue;
      waited ??= (async () => {
        while (!runsWith(seconds)) await new Promise((resolve) => setImmediate(resolve));
        abort.abort(new Error('enough seen'));
      })();
    }
    await waited;
    const { ended, summary, results } = await running;
    expect(ended).toBe('enough seen');
    expect(summary.verdict).not.toBe('conformant');
    expect(results.some(({ status }) => status === 'passed')).toBe(true);
    const cut = results.filter(({ message }) => message === 'the run ended while it ran');
    expect(cut.length).toBeGreaterThan(0);
    expect(results.filter(({ message }) => message?.includes('enough seen')).length).toBeGreaterThan(0);
    expect(runsWith(seconds)).toBe(false);
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain('flexcert-api-');
    expect(ownLedgers()).toEqual([]);
  });

  test('answers at once when it is aborted before it begins', async (context) => {
    needs(context, 'root');
    const record = await run({ driver, config, suite: 'init', signal: AbortSignal.abort('not today') });
    expect(record.ended).toBe('not today');
    expect(record.results.every(({ status }) => /skipped|not-applicable/.test(status))).toBe(true);
    expect(record.summary.verdict).toBe('incomplete');
  });

  test('refuses what cannot be run, by the names that code uses', async () => {
    await expect(run({ driver: '/nowhere/nas' })).rejects.toThrow(UsageError);
    await expect(run({ driver, repeatEach: 0 })).rejects.toThrow('repeatEach: must be at least 1');
    await expect(run({ driver, volumes: [{ fstype: 'ext4' } as object] })).rejects.toThrow(
      'volumes.0.fstype',
    );
    await expect(run({ driver, grep: 'no such requirement' })).rejects.toThrow('no requirement is selected');
    await expect(run({})).rejects.toThrow('which driver?');
    expect(new HarnessError('x')).toBeInstanceOf(Error);
  });

  test('reads no configuration that is not named', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'flexcert.yaml'), 'grep: no such requirement\n');
    const before = process.cwd();
    process.chdir(folder);
    try {
      await expect(run({ driver: '/nowhere/nas' })).rejects.toThrow('no driver at');
      await expect(run({ config: 'flexcert.yaml', driver })).rejects.toThrow('no requirement is selected');
    } finally {
      process.chdir(before);
    }
  });
});
