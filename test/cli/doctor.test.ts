import { execa } from 'execa';
import { expect, test } from 'vitest';
import { needs } from '../support/needs.ts';

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

test('tells what was tried and refused, not what seems to be there', async (context) => {
  needs(context, 'root');
  // As in a container that is not privileged.
  const args = ['--bounding-set=-sys_admin', '--', process.execPath, 'dist/src/cli/main.js', 'doctor'];
  const { stdout, exitCode } = await execa('setpriv', args, { reject: false });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('✗ a cell: namespaces and overlay');
  expect(stdout).toMatch(/it was tried: a cell cannot be made here .*Operation not permitted/);
  expect(stdout).toContain('next step: in a container, run it privileged');
});

test('looks at the drivers of a plugin directory', async () => {
  const { stdout, exitCode } = await doctor(['fixtures/drivers/healthy']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('flexcert.test~tmpfs');
});
