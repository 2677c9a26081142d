import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, describe, expect, test } from 'vitest';
import { needs } from '../support/needs.ts';
import { runsWith, writeSleeper } from '../support/sleeper.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const example = `${root}examples/vitest/`;

interface Told {
  title: string;
  status: string;
  failureMessages: string[];
  tags?: string[];
  meta: { flexcert?: { id: string; level: string; status: string; message?: string } };
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A vendor's project with flexcert and vitest installed. @param driver of the example, changed */
function project(options: string, driver: (text: string) => string = (text) => text): string {
  const folder = mkdtempSync(join(tmpdir(), 'flexcert-vitest-'));
  folders.push(folder);
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/flexcert'));
  symlinkSync(`${root}node_modules/vitest`, join(folder, 'node_modules/vitest'));
  mkdirSync(join(folder, 'example.com~scratch'));
  const path = join(folder, 'example.com~scratch/scratch');
  writeFileSync(path, driver(readFileSync(`${example}example.com~scratch/scratch`, 'utf8')));
  chmodSync(path, 0o755);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'vitest.config.ts'), readFileSync(`${example}vitest.config.ts`));
  writeFileSync(
    join(folder, 'driver.test.ts'),
    `import { describeDriver } from 'flexcert/vitest';
describeDriver({ driver: './example.com~scratch', volumes: [{ options: { directory: '{{directory}}' } }], ${options} });
`,
  );
  return folder;
}

/** Runs vitest there. */
async function vitest(
  folder: string,
  ...args: string[]
): Promise<{ tests: Told[]; text: string; code: number }> {
  const report = join(folder, 'out.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${report}`];
  const { all, exitCode } = await execa(
    process.execPath,
    [`${root}node_modules/vitest/vitest.mjs`, 'run', ...reporters, ...args],
    { cwd: folder, reject: false, all: true, env: { NO_COLOR: '1', CI: '', VITEST: undefined } },
  );
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { assertionResults: Told[] }[];
  };
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return { tests, text: all, code: exitCode ?? -1 };
}

const by = (tests: readonly Told[], id: string) => tests.find(({ title }) => title.startsWith(`${id}: `));

describe('describeDriver', () => {
  test('makes each requirement a test with its level as a tag, and skips with reasons', async (context) => {
    needs(context, 'root');
    const { tests, code } = await vitest(project(`suite: ['init', 'unmount', 'expandfs']`));
    expect(code).toBe(0);
    expect(by(tests, 'unmount/unmounts')).toMatchObject({
      title: expect.stringMatching(/^unmount\/unmounts: The driver MUST .+\.$/),
      status: 'passed',
      tags: ['MUST'],
      meta: { flexcert: { level: 'MUST', status: 'passed' } },
    });
    const inapplicable = tests.filter(({ meta }) => meta.flexcert?.status === 'not-applicable');
    expect(inapplicable.length).toBeGreaterThan(5);
    expect(inapplicable.every(({ status, meta }) => status === 'skipped' && meta.flexcert?.message)).toBe(
      true,
    );
    expect(tests.every(({ meta }) => meta.flexcert !== undefined)).toBe(true);
  });

  test('fails with what was expected, what came, why it matters and every call', async (context) => {
    needs(context, 'root');
    const folder = project(`suite: 'mount'`, (text) =>
      text.replace('remount,bind,$access', 'remount,bind,rw'),
    );
    const { tests, code } = await vitest(folder, '-t', 'mount/(honours-read-only:|is-idempotent)');
    expect(code).toBe(1);
    const failed = by(tests, 'mount/honours-read-only');
    expect(failed?.status).toBe('failed');
    const [message = ''] = failed?.failureMessages ?? [];
    expect(message).toMatch(/^MUST failed: expected a write below .+ to end with EROFS\ncame /);
    expect(message).toContain('\nWhy: kubernetes.io/readwrite is "ro"');
    expect(message).toMatch(/\[1\/\d\] \$ init\n/);
    expect(message).not.toMatch(/\n\s+at /);
    expect(by(tests, 'mount/is-idempotent')?.status).toBe('passed');
    // What the pattern leaves out has no result, since it did not run.
    expect(tests.filter(({ meta }) => meta.flexcert !== undefined)).toHaveLength(2);
  });

  test('skips a failing SHOULD, unless it is strict; selects by tag; tells a leak that no test speaks of', async (context) => {
    needs(context, 'root');
    const noisy = (text: string) =>
      text.replace('cmd_unmount() {', 'cmd_unmount() {\n  echo x >>/run/left-behind');
    const { tests, code } = await vitest(
      project(`suite: ['init', 'cleanup']`, noisy),
      '--tagsFilter',
      'SHOULD',
    );
    const told = by(tests, 'cleanup/leaves-no-file');
    expect(told).toMatchObject({
      status: 'skipped',
      meta: { flexcert: { status: 'failed', level: 'SHOULD' } },
    });
    expect(tests.filter(({ meta }) => meta.flexcert?.level === 'MUST')).toEqual([]);
    expect(code).toBe(0);
    const strict = await vitest(project(`grep: '^unmount/unmounts', strict: true`, noisy));
    expect(strict.text).toContain('cleanup/leaves-no-file: expected nothing to be left');
    expect(strict.code).toBe(1);
  });

  test('has the tests of each release in a group, and runs those that are asked for', async (context) => {
    needs(context, 'root');
    const folder = project(`grep: '^init/succeeds', kubelet: ['1.20', '1.32']`);
    const { tests } = await vitest(folder, '-t', 'kubelet 1.20');
    expect(tests.map(({ status }) => status)).toEqual(['passed', 'skipped']);
    expect(tests[0]?.meta.flexcert).toMatchObject({ kubelet: '1.20' });
    expect((await vitest(folder)).tests.map(({ status }) => status)).toEqual(['passed', 'passed']);
  });

  test('tells what cannot be run, and works without the tags in the configuration', async (context) => {
    needs(context, 'root');
    const folder = project(`grep: '^init/succeeds'`);
    writeFileSync(join(folder, 'vitest.config.ts'), 'export default {};');
    const { tests, code } = await vitest(folder);
    expect(tests.map(({ status }) => status)).toEqual(['passed']);
    expect(code).toBe(0);
    const broken = await vitest(project(`driver: '/nowhere/nas'`));
    expect(broken.text).toContain('no driver at /nowhere/nas');
    expect(broken.code).toBe(1);
  });

  test('ends the run when vitest is interrupted, and leaves nothing', async (context) => {
    needs(context, 'root');
    const seconds = `51557${process.pid}`;
    const folder = project(`driver: './sleeper', grep: '^mount/'`);
    writeSleeper(folder, seconds);
    const running = execa(process.execPath, [`${root}node_modules/vitest/vitest.mjs`, 'run'], {
      cwd: folder,
      reject: false,
      env: { VITEST: undefined },
    });
    while (!runsWith(seconds)) await new Promise((resolve) => setTimeout(resolve, 20));
    running.kill('SIGINT');
    expect((await running).exitCode).not.toBe(0);
    // vitest does not wait for the process that runs its tests, which ends the run all the same.
    while (runsWith(seconds)) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});
