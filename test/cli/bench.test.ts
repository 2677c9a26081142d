import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { dir } from 'tmp-promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BenchReport } from '../../src/bench/types.ts';
import { needs } from '../support/needs.ts';
import { scripts } from '../support/scripts.ts';

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const cli = path('dist/src/cli/main.js');
const healthy = (name: string) => [
  path(`fixtures/drivers/healthy/flexcert.test~${name}`),
  '--config',
  path(`fixtures/drivers/healthy/${name}.yaml`),
];
const script = scripts();
let scratch: { path: string; cleanup(): Promise<void> };
beforeAll(async () => {
  scratch = await dir({ prefix: 'flexcert-test-', unsafeCleanup: true });
});
afterAll(() => scratch.cleanup());

function bench(...args: string[]) {
  return execa(process.execPath, [cli, 'bench', ...args], {
    reject: false,
    cwd: scratch.path,
    env: { NO_COLOR: '1' },
  });
}

test('one command, as programs read it', async (context) => {
  needs(context, 'root');
  const { stdout, stderr, exitCode } = await bench(
    ...healthy('minimal'),
    ...'--command init --iterations 20 --json'.split(' '),
  );
  const { commands, baseline, rates, growth } = JSON.parse(stdout) as BenchReport;
  expect(Object.keys(commands)).toEqual(['init']);
  expect(commands.init?.count).toBe(20);
  expect(baseline.count).toBe(20);
  for (const { p50, p95, p99 } of [commands.init as never as BenchReport['baseline'], baseline]) {
    expect(p50).toBeGreaterThan(0);
    expect(p95).toBeGreaterThanOrEqual(p50);
    expect(p99).toBeGreaterThanOrEqual(p95);
  }
  expect({ rates, growth, exitCode }).toEqual({ exitCode: 0 });
  expect(stderr).toMatch(/^flexcert: latency 0\/20$/m);
  expect(stderr).toMatch(/^flexcert: latency 10\/20, about .* left$/m);
});

test('every command of a driver that attaches, rates, growth, a page, and the next run held against it', async (context) => {
  needs(context, 'root', 'mkfs.ext4');
  const few = '--iterations 3 --at-once 1,3 --volumes 12 --output figures'.split(' ');
  const first = await bench(...healthy('sh-loop'), ...few);
  expect(first.exitCode, first.stderr).toBe(0);
  const file = join(scratch.path, 'figures/bench.json');
  const report = JSON.parse(readFileSync(file, 'utf8')) as BenchReport;
  expect(Object.keys(report.commands)).toEqual(
    'init getvolumename attach waitforattach mountdevice mount isattached expandvolume expandfs unmount unmountdevice detach'.split(
      ' ',
    ),
  );
  expect(report.commands.mount?.cpuMs).toBeGreaterThan(0);
  expect(report.rates?.map(({ atOnce, lifecycles }) => [atOnce, lifecycles])).toEqual([
    [1, 16],
    [3, 16],
  ]);
  expect(report.growth).toMatchObject({
    volumes: 12,
    steps: [
      { from: 1, to: 10 },
      { from: 11, to: 12 },
    ],
  });
  expect(report.memory?.process).toBeGreaterThan(500);
  expect(first.stdout).toMatch(/^detach +3 .* ms +.* ms/m);
  expect(first.stdout).toMatch(/^the last over the first: \d/m);
  const page = readFileSync(join(scratch.path, 'figures/bench.html'), 'utf8');
  expect(page).toContain('<h3>unmountdevice</h3>');

  report.commands = {
    mount: { ...(report.commands.mount as never as { p50: number }), p50: 0.001 } as never,
  };
  await writeFile(file, JSON.stringify(report));
  const mount = [...healthy('sh-loop'), '--command', 'mount', '-n', '2', '--compare', file];
  const slower = await bench(...mount);
  expect(slower.exitCode).toBe(1);
  expect(slower.stdout).toMatch(/^mount .* slower$/m);
  expect((await bench(...mount, '--threshold', '1e9')).exitCode).toBe(0);
});

test('a driver that fails is told, with what was measured before', async (context) => {
  needs(context, 'root');
  const failing = await script(
    `#!/bin/sh\n[ "$1" = init ] && { echo '{"status":"Success","capabilities":{"attach":false}}'; exit; }\necho '{"status":"Failure","message":"no room"}'; exit 1\n`,
  );
  const { stdout, exitCode } = await bench(failing, '-n', '2', '--json');
  const report = JSON.parse(stdout) as BenchReport;
  expect(report.failure).toContain('no room');
  expect(report.commands.init?.count).toBe(1);
  expect(exitCode).toBe(1);
  const unasked = await bench(failing, '-n', '2', '--command', 'attach');
  expect(unasked.stdout).toContain('the driver failed');
});

test('a command that such a driver is never called with leaves nothing to measure', async (context) => {
  needs(context, 'root');
  expect((await bench(...healthy('minimal'), '-n', '1', '--command', 'attach')).exitCode).toBe(4);
});

test.each([
  [['--command', 'format'], '--command: "format" is none'],
  [['--iterations', '0'], '--iterations: a whole number from 1'],
  [['--at-once', '1,many'], '--at-once: a whole number from 1'],
  [['--limit', 'soon'], '--limit: "soon" is no time'],
  [['--kubelet', '1.20,1.32'], 'name one release'],
  [['--compare', 'absent.json'], '--compare absent.json'],
])('%j is refused with its cause', async (flags, cause) => {
  const { exitCode, stderr, stdout } = await bench(...healthy('minimal'), ...flags);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(cause);
});
