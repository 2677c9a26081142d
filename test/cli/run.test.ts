import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { type FlexcertRecord, recordSchema } from '../../src/record/schema.ts';
import { leftBehind } from '../sandbox/left-behind.ts';
import { needs } from '../support/needs.ts';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const cli = path('dist/src/cli/main.js');
const tmpfs = path('fixtures/drivers/healthy/flexcert.test~tmpfs');
const scratch = mkdtempSync(join(tmpdir(), 'flexcert-run-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let runs = 0;
const freshOutput = () => join(scratch, `out-${++runs}`);
const flexcert = (args: string[], options: { output?: string; env?: Record<string, string> } = {}) =>
  execa(process.execPath, [cli, ...args, '--output', options.output ?? freshOutput()], {
    reject: false,
    stdin: 'ignore',
    cwd: scratch,
    env: options.env ?? {},
  });
const readRecord = (output: string): FlexcertRecord =>
  recordSchema.parse(JSON.parse(readFileSync(join(output, 'record.json'), 'utf8')));

function driver(name: string, text: string): string {
  const file = join(scratch, name);
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

const SMALL = ['--suite', 'init,mount', '--level', 'MUST'];

describe('flexcert run', () => {
  test('certifies a driver, writes the reports and leaves nothing behind', async (context) => {
    needs(context, 'root');
    const output = freshOutput();
    const run = flexcert(['run', tmpfs, '-o', 'size=16Mi', ...SMALL], { output });
    const { exitCode, stdout, stderr } = await run;
    expect(stderr).toMatch(
      /flexcert: probing flexcert\.test\/tmpfs\nflexcert: \d+ requirements, \d+ workers?\n/,
    );
    expect(stdout).toContain('Conformant');
    expect(exitCode).toBe(0);
    for (const file of ['record.json', 'junit.xml', 'report.html'])
      expect(stderr).toContain(join(output, file));
    expect(readRecord(output)).toMatchObject({
      driver: { name: 'flexcert.test/tmpfs', capabilities: { attach: false } },
      summary: { verdict: 'conformant' },
      leaks: [],
    });
    expect(leftBehind(run.pid ?? 0, [])).toEqual([]);
  });

  test('tells a failing MUST with what was expected, what came and the call', async (context) => {
    needs(context, 'root');
    const mute = driver(
      'mute',
      '#!/bin/sh\nprintf \'{"status":"Failure","message":"no \\\\u001b[31mway"}\'\nexit 1\n',
    );
    const output = freshOutput();
    const { exitCode, stdout } = await flexcert(['run', mute, ...SMALL], { output });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Not conformant');
    const { results } = readRecord(output);
    const init = results.find(({ id }) => id === 'init/succeeds');
    expect(init?.message).toMatch(/^expected init to answer Success\ncame a failure: .*no.*\ncall: init\n/);
    expect(init?.calls).toHaveLength(1);
    expect(results.find(({ id }) => id === 'mount/is-idempotent')).toMatchObject({
      status: 'skipped',
      message: expect.stringContaining('the kubelet never loads the driver'),
    });
  });

  test('--json prints the record on stdout and nothing else', async (context) => {
    needs(context, 'root');
    const { stdout, exitCode } = await flexcert([
      'run',
      tmpfs,
      '--suite',
      'init',
      '--json',
      '--reporter',
      'tap',
    ]);
    expect(recordSchema.parse(JSON.parse(stdout)).selection).toEqual(['--suite init']);
    expect(exitCode).toBe(0);
  });

  test('results do not depend on workers or order', async (context) => {
    needs(context, 'root');
    const found = [];
    for (const flags of [
      ['--workers', '1'],
      ['--workers', '3', '--shuffle', 'seed'],
    ]) {
      const output = freshOutput();
      await flexcert(['run', tmpfs, '-o', 'size=16Mi', ...SMALL, ...flags], { output });
      found.push(readRecord(output).results.map(({ id, status }) => `${id} ${status}`));
    }
    expect(found[1]).toEqual(found[0]);
  });

  test('a vendor brings requirements of their own', async (context) => {
    needs(context, 'root');
    const suite = join(scratch, 'mine.mjs');
    writeFileSync(
      suite,
      `import { requirement } from 'flexcert/suite';
       requirement('acme/knows-version', 'MUST', 'know version', { reference: 'our console asks' },
         async ({ kubelet, expect }) => { expect.success(await kubelet.call('version', '{}')); });`,
    );
    const output = freshOutput();
    const { exitCode } = await flexcert(['run', tmpfs, '--suite', './mine.mjs'], { output });
    expect(exitCode).toBe(1);
    expect(readRecord(output).results.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'acme/knows-version failed',
    ]);
  });

  test('each release judges a driver by what that release makes of it', async (context) => {
    needs(context, 'root');
    const output = freshOutput();
    // Before 1.7 nobody asks for capabilities, and the driver's attach: false is not heard.
    const some = ['--suite', 'mount', '--grep', 'pods|twice|read-only'];
    const { exitCode } = await flexcert(
      ['run', tmpfs, '-o', 'size=16Mi', '--kubelet', '1.6.0,1.32', ...some],
      { output },
    );
    expect(exitCode).toBe(0);
    expect(readRecord(output).summary.releases).toEqual({ '1.6.0': 'conformant', '1.32': 'conformant' });
  });

  test('--last-failed runs what failed, --known-failing says why it may', async (context) => {
    needs(context, 'root');
    const output = freshOutput();
    const quiet = driver('quiet', '#!/bin/sh\necho \'{"status":"Success","capabilities":{}}\'\n');
    await flexcert(['run', quiet, '--suite', 'init'], { output });
    await flexcert(['run', quiet, '--suite', 'init', '--last-failed'], { output });
    expect(readRecord(output).results.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'init/states-attach failed',
      'init/states-all failed',
    ]);
    const reasons = ['attach', 'all'].map((what) => `- { id: init/states-${what}, reason: issue 42 }\n`);
    writeFileSync(join(scratch, 'known.yaml'), reasons.join(''));
    const known = ['--known-failing', 'known.yaml'];
    const { exitCode } = await flexcert(['run', quiet, '--suite', 'init', '--strict', ...known], { output });
    expect(exitCode).toBe(0);
    expect(readRecord(output).results.find(({ id }) => id === 'init/states-attach')).toMatchObject({
      status: 'known-failure',
      known: 'issue 42',
    });
  });
});

describe('what is wrong is told in one line with the exit code', () => {
  test.each<[string[], number, RegExp]>([
    [['run'], 2, /which driver\?/],
    [['run', '/nowhere'], 2, /no driver at \/nowhere/],
    [['run', scratch], 2, /not named <vendor~driver>/],
    [['run', tmpfs, '--wrkers', '2'], 2, /Unknown argument: wrkers/],
    [['run', tmpfs, '--workers', 'many'], 2, /--workers: must be a number/],
    [['run', tmpfs, '--reporter', 'pdf'], 2, /no reporter "pdf"/],
    [['run', tmpfs, '--kubelet', '1.4'], 2, /1\.6 and later/],
    [['run', tmpfs, '--kubelet', '2.0'], 2, /not known/],
    [['run', tmpfs, '--suite', 'mounts'], 2, /"mounts" is no area/],
    [['run', tmpfs, '--suite', './absent.mjs'], 2, /no module .*absent\.mjs/],
    [['run', tmpfs, '--grep', '('], 2, /--grep: /],
    [['run', tmpfs, '--option', 'size'], 2, /no key=value/],
    [['run', tmpfs, '--config', 'absent.yaml'], 2, /cannot read the configuration .*absent\.yaml/],
    [['run', tmpfs, '--last-failed'], 2, /no record of a last run/],
    [['run', tmpfs, '--grep', 'no such requirement'], 4, /no requirement was selected/],
  ])('%j', async (args, code, message) => {
    const { exitCode, stderr, stdout } = await flexcert(args);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([exitCode, stdout]).toEqual([code, '']);
  });

  test('an output folder that cannot be made, before anything runs', async () => {
    const { exitCode, stderr } = await flexcert(['run', tmpfs], { output: '/proc/none' });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/output folder cannot be made.*--output/)]);
  });
});

test('flexcert list', async () => {
  const list = (...args: string[]) => execa(process.execPath, [cli, 'list', ...args], { reject: false });
  expect((await list('--suite', 'mount')).stdout).toMatch(
    /^mount\/\S+ {2}(MUST|SHOULD|MAY)\n {2}\S.*\n {2}why: /,
  );
  const rows = JSON.parse((await list('--json')).stdout) as { id: string }[];
  expect(rows.length).toBeGreaterThan(40);
  expect((await list('--grep', 'no such')).exitCode).toBe(4);
});
