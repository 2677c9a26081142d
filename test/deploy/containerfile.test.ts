import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { root } from '../support/container.ts';
import { needs } from '../support/needs.ts';

const text = readFileSync(join(root, 'deploy/Containerfile'), 'utf8');
const instructions = text
  .replaceAll(/^\s*#.*\n/gm, '')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.trim() !== '');

test('the linter has nothing to say, and would have', () => {
  expect(validate(text)).toEqual([]);
  expect(validate(text.replace('WORKDIR', 'WORKDIRECTORY'))).not.toEqual([]);
  expect(validate(text.replace('\nFROM', '\nMAINTAINER me\nFROM'))).not.toEqual([]);
});

test('keeps to what reviewers look for', () => {
  expect(instructions[0]).toMatch(/^FROM [a-z]+:[\w.-]+$/);
  expect(instructions[0]).not.toContain('latest');
  const installs = instructions.filter((line) => line.includes('apt-get install'));
  for (const line of installs)
    expect(line).toMatch(/apt-get update .*--yes --no-install-recommends .*rm -rf \/var\/lib\/apt\/lists/);
  expect(installs).toHaveLength(1);
  expect(text).not.toMatch(/\bsudo\b|^ADD /m);
});

test('every package that it installs exists', async (context) => {
  needs(context, 'apt-cache');
  const packages = (/--no-install-recommends (.*?) &&/.exec(instructions.join('\n'))?.[1] ?? '')
    .split(/\s+/)
    .filter(Boolean);
  expect(packages.length).toBeGreaterThan(10);
  const { stdout } = await execa('apt-cache', ['policy', ...packages]);
  const known = [...stdout.matchAll(/^(\S+):\n {2}Installed:.*\n {2}Candidate: (?!\(none\))/gm)].map(
    ([, name]) => name,
  );
  expect(new Set(known)).toEqual(new Set(packages));
});

test('its shell is clean', async (context) => {
  needs(context, 'shellcheck');
  for (const line of instructions.filter((one) => one.startsWith('RUN '))) {
    const { stdout } = await execa('shellcheck', ['--shell=sh', '-'], {
      input: `${line.slice(4)}\n`,
      reject: false,
    });
    expect(stdout).toBe('');
  }
});
