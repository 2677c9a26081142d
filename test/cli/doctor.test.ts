import { execa } from 'execa';
import { expect, test } from 'vitest';

const doctor = (args: string[], env: Record<string, string> = {}) =>
  execa(process.execPath, ['dist/src/cli/main.js', 'doctor', ...args], { env, reject: false });

test('names what is missing, what that costs and the next step', async () => {
  const { stdout, exitCode } = await doctor([], { PATH: '/nowhere' });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('✗ mkfs.xfs');
  expect(stdout).toContain('mkfs.xfs is missing: it costs volumes of fsType xfs.');
  expect(stdout).toContain('next step: install the Debian package xfsprogs');
});

test('tells a program which requirements need a thing', async () => {
  const { stdout } = await doctor(['--json']);
  const { checks } = JSON.parse(stdout) as {
    checks: { what: string; has: boolean; requirements: string[] }[];
  };
  expect(checks.find(({ what }) => what === 'unshare')).toMatchObject({ has: true });
  expect(checks.every(({ requirements }) => Array.isArray(requirements))).toBe(true);
});

test('looks at the drivers of a plugin directory', async () => {
  const { stdout, exitCode } = await doctor(['fixtures/drivers/healthy']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('flexcert.test~tmpfs');
});
