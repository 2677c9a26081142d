import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FlexcertRecord, recordSchema } from '../../src/record/schema.ts';
import { cleanDeadRuns } from '../../src/sandbox/clean.ts';
import { leftBehind } from '../sandbox/left-behind.ts';
import { needs } from '../support/needs.ts';

const cli = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'flexcert-endings-'));
const slow = join(scratch, 'slow');
let runs = 0;

beforeAll(() => {
  const init = 'echo \'{"status":"Success","capabilities":{"attach":false}}\'';
  writeFileSync(slow, `#!/bin/sh\n[ "$1" = wait ] && sleep 600\n${init}\n`);
  chmodSync(slow, 0o755);
  const parts = {
    quick: `requirement('acme/is-quick', 'MUST', 'be quick', { reference: 'a test' }, async () => {});`,
    slow: `requirement('acme/is-slow', 'MUST', 'be slow', { reference: 'a test' },
      async ({ kubelet }) => { await kubelet.call('wait'); });`,
    deaf: `requirement('acme/is-deaf', 'MUST', 'be deaf', { reference: 'a test' }, async () => { for (;;); });`,
    // In a cell another program reads the suite.
    defect: `if (process.argv[1].endsWith('/cli/main.js')) globalThis.defect = () => setTimeout(() => nobody.catches(this), 1);
      process.on('SIGUSR2', () => globalThis.defect());`,
  };
  const suite = (name: string, ...texts: string[]): void =>
    writeFileSync(
      join(scratch, name),
      [`import { requirement } from 'flexcert/suite';`, ...texts].join('\n'),
    );
  suite('waits.mjs', parts.quick, parts.slow);
  suite('deaf.mjs', parts.quick, parts.deaf);
  suite('quick.mjs', parts.quick);
  suite('defect.mjs', parts.quick, parts.slow, parts.defect);
});
afterAll(() => rmSync(scratch, { recursive: true }));

interface Run {
  process: ReturnType<typeof start>;
  pid: number;
  output: string;
  record: () => FlexcertRecord;
}

const start = (args: readonly string[]) =>
  execa(process.execPath, [cli, ...args], {
    reject: false,
    stdin: 'ignore',
    cwd: scratch,
    buffer: { stdout: false },
  });

function begin(suite: string, output = join(scratch, `out-${++runs}`)): Run {
  const child = start(['run', slow, '--suite', `./${suite}`, '--workers', '1', '--output', output]);
  const read = () => recordSchema.parse(JSON.parse(readFileSync(join(output, 'record.json'), 'utf8')));
  return { process: child, pid: child.pid ?? 0, output, record: read };
}

/** Until a run has said that; it is then in the midst of the next requirement. */
const says = (run: Run, words: string): Promise<void> =>
  new Promise((resolve) => {
    let said = '';
    run.process.stderr?.on('data', (text) => {
      said += String(text);
      if (said.includes(words)) resolve();
    });
  });

const statuses = ({ results }: FlexcertRecord) =>
  Object.fromEntries(results.map(({ id, status }) => [id, status]));
const cutShort = { 'acme/is-quick': 'passed', 'acme/is-slow': 'skipped' };

describe('a run cleans up, writes what it has and tells why it ended, when', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 3],
  ] as const)('%s comes: %i', async (signal, code) => {
    const run = begin('waits.mjs');
    await says(run, 'passed acme/is-quick');
    run.process.kill(signal);
    expect((await run.process).exitCode).toBe(code);
    expect(run.record().ended).toBe(`interrupted by ${signal}`);
    expect(statuses(run.record())).toEqual(cutShort);
    expect(leftBehind(run.pid, [])).toEqual([]);
  });

  test('Ctrl-C comes twice, and our own code hears nothing', async (context) => {
    needs(context, 'root');
    const run = begin('deaf.mjs');
    await says(run, 'passed acme/is-quick');
    run.process.kill('SIGINT');
    await says(run, 'stopping');
    run.process.kill('SIGINT');
    expect((await run.process).exitCode).toBe(130);
    expect(statuses(run.record())).toEqual({ 'acme/is-quick': 'passed', 'acme/is-deaf': 'skipped' });
    expect(leftBehind(run.pid, [])).toEqual([]);
  });

  test('nobody reads its stdout any more: 3', async (context) => {
    needs(context, 'root');
    const run = begin('quick.mjs');
    run.process.stdout?.destroy();
    const { exitCode, stderr } = await run.process;
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('record.json')]);
    expect(statuses(run.record())).toEqual({ 'acme/is-quick': 'passed' });
    expect(leftBehind(run.pid, [])).toEqual([]);
  });

  test('an error that nobody caught is thrown: 3', async (context) => {
    needs(context, 'root');
    const run = begin('defect.mjs');
    await says(run, 'passed acme/is-quick');
    run.process.kill('SIGUSR2');
    const { exitCode, stderr } = await run.process;
    expect([exitCode, stderr]).toEqual([
      3,
      expect.stringMatching(/a defect of flexcert.*\nReferenceError: nobody/),
    ]);
    expect(run.record().ended).toBe('a defect of flexcert');
    expect(statuses(run.record())).toEqual(cutShort);
    expect(leftBehind(run.pid, [])).toEqual([]);
  });
});

describe('on a full disk', () => {
  const onFullDisk = (full: string): Promise<{ exitCode?: number; stdout: string; stderr: string }> => {
    const mount = `mount -t tmpfs -o size=4k,nr_inodes=8 full "$1" && { cat /dev/zero >"$1/full"; exec "$0" "$2" run "$3" --suite ./quick.mjs --output "$1/."; }`;
    const script = ['sh', '-c', mount, process.execPath, full, cli, slow];
    const apart = ['--mount', '--propagation', 'private', '--', ...script];
    return execa('unshare', apart, { reject: false, stdin: 'ignore', cwd: scratch }) as never;
  };

  test('the reports that cannot be written are told, the summary is printed, and nothing is left: 3', async (context) => {
    needs(context, 'root');
    const { exitCode, stdout, stderr } = await onFullDisk(mkdtempSync(join(scratch, 'full-')));
    expect(exitCode).toBe(3);
    expect(stdout).toContain('Conformant');
    expect(stderr).toMatch(/the reporter json broke: ENOSPC/);
  });

  test('no cell is made that could not be given back: 3', async (context) => {
    needs(context, 'root');
    const state = '/run/flexcert';
    if (!existsSync(state)) await cleanDeadRuns();
    const { exitCode, stdout, stderr } = await onFullDisk(existsSync(state) ? state : '/run');
    expect(exitCode).toBe(3);
    expect(stdout + stderr).toMatch(/ENOSPC|no space left/i);
  });
});

test('of two runs side by side, one that is killed takes nothing of the other along', async (context) => {
  needs(context, 'root');
  const [dead, alive] = [begin('waits.mjs'), begin('waits.mjs')];
  await Promise.all([says(dead, 'passed acme/is-quick'), says(alive, 'passed acme/is-quick')]);
  const before = leftBehind(alive.pid, []);
  expect(before).not.toEqual([]);
  dead.process.kill('SIGKILL');
  await dead.process;
  while ((await cleanDeadRuns()) === undefined || leftBehind(dead.pid, []).length > 0);
  expect(leftBehind(alive.pid, [])).toEqual(expect.arrayContaining(before));
  alive.process.kill('SIGTERM');
  expect((await alive.process).exitCode).toBe(143);
  expect(statuses(alive.record())).toEqual(cutShort);
  expect(leftBehind(alive.pid, [])).toEqual([]);
});
