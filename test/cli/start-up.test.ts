import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { cpuTime, mediansInTurn } from '../support/cpu-time.ts';

const cli = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const ROUNDS = 9;
/** A quarter more than what is promised in docs/speed.md: a test should tell of a change, not of the weather. */
const SLACK = 1.25;

test('the start of a command takes little more than that of Node itself', () => {
  process.chdir(tmpdir());
  const times = mediansInTurn(ROUNDS, {
    bare: () => cpuTime(process.execPath, '-e', '0'),
    version: () => cpuTime(process.execPath, cli, '--version'),
    help: () => cpuTime(process.execPath, cli, '--help'),
    list: () => cpuTime(process.execPath, cli, 'list'),
  });
  expect(times.version / times.bare, JSON.stringify(times)).toBeLessThan(1.5 * SLACK);
  expect(times.help / times.bare, JSON.stringify(times)).toBeLessThan(1.5 * SLACK);
  expect(times.list / times.bare, JSON.stringify(times)).toBeLessThan(2 * SLACK);
});
