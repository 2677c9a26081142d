import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { execa } from 'execa';
import { withDir } from 'tmp-promise';
import { expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { openNode } from './node.ts';
import { bring, Driver, LOOP_DRIVERS, take, Volume } from './subject.ts';

const [reference] = LOOP_DRIVERS;
if (!reference) throw new Error('there is no reference driver');
const [bundle = ''] = reference.argv;

it('is one executable file that needs Node alone', () => {
  expect(statSync(bundle).mode & 0o777).toBe(0o755);
  const text = readFileSync(bundle, 'utf8');
  expect(text.split('\n')[0]).toBe('#!/usr/bin/env node');
  const required = [...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name = '']) =>
    name.replace(/^node:/, ''),
  );
  expect(required.length).toBeGreaterThan(0);
  expect(required.filter((name) => !builtinModules.includes(name))).toEqual([]);
});

it('runs as a copy, in packages of either kind', async () => {
  for (const type of ['module', 'commonjs']) {
    await withDir(
      async ({ path }) => {
        writeFileSync(join(path, 'package.json'), JSON.stringify({ type }));
        copyFileSync(bundle, join(path, 'loop'));
        const { stdout, stderr } = await execa(join(path, 'loop'), ['init'], { cwd: '/' });
        expect([JSON.parse(stdout).status, stderr]).toEqual(['Success', '']);
      },
      { unsafeCleanup: true },
    );
  }
});

it('keeps its state where FLEXCERT_DRIVER_STATE says, and says so when it cannot', async (context) => {
  needs(context, 'root');
  const node = await openNode();
  try {
    const at = (state: string) =>
      new Driver(node, { name: state, argv: ['env', `FLEXCERT_DRIVER_STATE=${state}`, bundle] });
    const volume = new Volume(node, 'vol', { image: join(node.dir, 'made/a.img'), size: '8Mi' });
    expect(await at('/run/here').fail('attach', volume.json(), 'n')).toContain('directory');
    mkdirSync(join(node.dir, 'made'));
    expect(await at('/proc/nowhere').fail('attach', volume.json(), 'n')).toContain('FLEXCERT_DRIVER_STATE');
    expect(node.loopsOf(volume.options.image ?? '')).toEqual([]);
    await at('/run/here').succeed('attach', volume.json(), 'n');
    expect(statSync(volume.options.image ?? '').size).toBe(8 * 1024 ** 2);
    expect(existsSync(node.path('/run/here/vol.json'))).toBe(true);
    expect(existsSync(node.path('/run/flexcert-driver'))).toBe(false);
    await at('/run/here').succeed('detach', 'vol', 'n');
    expect(existsSync(node.path('/run/here/vol.json'))).toBe(false);
  } finally {
    await node.close();
  }
});

it('makes images of every quantity, and no others', async (context) => {
  needs(context, 'root');
  const node = await openNode();
  try {
    const driver = new Driver(node, reference);
    for (const [size, bytes] of [
      ['1Mi', 1048576],
      ['1M', 1003520],
      ['1000000', 1003520],
      ['4096k', 4096000],
    ] as const) {
      const volume = new Volume(node, 'vol', { image: join(node.dir, `${size}.img`), size });
      await driver.succeed('attach', volume.json(), 'n');
      expect(statSync(volume.options.image ?? '').size).toBe(bytes);
      await driver.succeed('detach', 'vol', 'n');
    }
    for (const size of ['', '0', '-1Mi', '1.5Gi', '1 Mi', '1MiB', '1e6', '0x10', '9'.repeat(40), '1K']) {
      const volume = new Volume(node, 'vol', { image: join(node.dir, 'never.img'), size });
      expect(await driver.fail('attach', volume.json(), 'n')).toContain('size');
    }
    expect(existsSync(join(node.dir, 'never.img'))).toBe(false);
  } finally {
    await node.close();
  }
});

it('starts its tools without a shell, with PATH and LC_ALL alone, and tells them no secret', async (context) => {
  needs(context, 'root', 'strace');
  const node = await openNode();
  try {
    const trace = join(node.dir, 'trace');
    const strace = [
      'strace',
      '-f',
      '-v',
      '-s',
      '100000',
      '-e',
      'trace=execve',
      '-A',
      '-o',
      trace,
      'env',
      'HOME=/root',
      'SECRET=hunter2',
    ];
    const driver = new Driver(node, { ...reference, argv: [...strace, bundle] });
    const secret = { 'kubernetes.io/secret/password': 'aHVudGVyMg==' };
    const volume = new Volume(node, 'vol', { image: node.image('a.img', 16) });
    await bring(driver, volume);
    await driver.succeed('mount', volume.dir('pod'), volume.json(secret));
    await driver.succeed('unmount', volume.dir('pod'));
    await take(driver, volume);
    const started = readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => line.endsWith(' = 0'));
    const tools = started.filter((line) => !/execve\("[^"]*\/(env|node|loop)"/.test(line));
    expect(tools.length).toBeGreaterThan(8);
    for (const line of tools) {
      expect(line).toMatch(/\["PATH=[^"]*", "LC_ALL=C"\]\) = 0$/);
      expect(line).not.toMatch(/aHVudGVyMg|hunter2|execve\("[^"]*\/(sh|bash|dash)"/);
    }
  } finally {
    await node.close();
  }
});
