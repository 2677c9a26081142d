import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { needs } from '../support/needs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What is promised in docs/speed.md is 1.25: a test should tell of a change, not of the weather. */
const MOST = 1.5;

// Again where the machine had other work at the moment, which no ratio of a few hundred calls evens out.
test('flexcert, bats, a script and bare spawns make the same calls, and one call costs little more than a spawn', {
  retry: 2,
}, async (context) => {
  needs(context, 'root', 'cc', 'jq', 'bats');
  const few = '--rounds 1 --volumes 3 --calls 300'.split(' ');
  const { stdout } = await execa(process.execPath, ['bench/run.mjs', ...few], { cwd: root });
  expect(stdout).toMatch(/^3 volumes, 15 calls/);
  for (const name of ['bare spawns', 'sh and jq', 'flexcert', 'bats']) {
    expect(stdout).toMatch(new RegExp(`^${name} +\\d+\\.\\d\\d s`, 'm'));
  }
  const [, ratio] = /^one call, p10: .* ms, (\S+) times/m.exec(stdout) ?? [];
  expect(Number(ratio), stdout).toBeLessThan(MOST);
});
