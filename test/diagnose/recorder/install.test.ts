import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { describe, expect, it } from 'vitest';
import { installShim } from '../../../src/diagnose/recorder/install.ts';
import { removeShim } from '../../../src/diagnose/recorder/remove.ts';
import { callDriver } from '../../../src/kubelet/call.ts';
import { lacks } from '../../support/needs.ts';
import { nobodyRuns, outputsIn, recorded } from './recorded-driver.ts';

const options = (path: string) => ({ trace: join(path, 'trace'), maxMib: 256, force: false });

async function withDriver<T>(
  script: string | Buffer,
  use: (directory: string, executable: string, path: string) => Promise<T>,
  name = 'nas',
): Promise<T> {
  return withDir(
    async ({ path }) => {
      const directory = join(path, `exec/example.com~${name}`);
      mkdirSync(directory, { recursive: true, mode: 0o755 });
      writeFileSync(join(directory, name), script);
      chmodSync(join(directory, name), 0o755);
      return use(directory, join(directory, name), path);
    },
    { unsafeCleanup: true, prefix: 'flexcert-test-' },
  );
}

/** All that could differ of a directory after install and remove. */
function stateOf(directory: string): unknown {
  return readdirSync(directory)
    .sort()
    .map((name) => {
      const { ino, mode, uid, gid, size, mtimeMs, nlink } = lstatSync(join(directory, name));
      return { name, ino, mode, uid, gid, size, mtimeMs, nlink };
    });
}

describe('record install and remove', () => {
  it('leave everything exactly as it was', async () => {
    await withDriver('#!/bin/sh\necho "$0"\n', async (directory, executable, path) => {
      writeFileSync(join(directory, 'lib.sh'), 'x');
      mkdirSync(join(directory, 'data'));
      const before = stateOf(directory);
      installShim(directory, options(path));
      expect(readdirSync(directory).sort()).toEqual(['.flexcert', 'data', 'lib.sh', 'nas']);
      expect(readdirSync(join(directory, '.flexcert')).sort()).toEqual([
        '.original',
        '.record.json',
        'data',
        'lib.sh',
        'nas',
      ]);
      expect((await callDriver({ executable, argv: [], limitMs: 10_000 })).output.toString()).toBe(
        `${directory}/.flexcert/nas\n`,
      );
      const removed = await removeShim(executable, 5000);
      expect(removed).toMatchObject({
        replaced: false,
        running: [],
        left: [],
        trace: join(path, 'trace/example.com~nas'),
      });
      expect(stateOf(directory)).toEqual(before);
      expect(existsSync(removed.trace as string)).toBe(true);
    });
  });

  it('keep a driver that is a link, absolute or not', async () => {
    for (const target of ['../real', 'absolute']) {
      await withDir(
        async ({ path }) => {
          const directory = join(path, 'exec/example.com~nas');
          mkdirSync(directory, { recursive: true, mode: 0o755 });
          writeFileSync(join(path, 'exec/real'), '#!/bin/sh\necho "real $1"\n', { mode: 0o755 });
          const link = target === 'absolute' ? join(path, 'exec/real') : target;
          symlinkSync(link, join(directory, 'nas'));
          const before = stateOf(directory);
          installShim(directory, options(path));
          expect(
            (
              await callDriver({ executable: join(directory, 'nas'), argv: ['init'], limitMs: 10_000 })
            ).output.toString(),
          ).toBe('real init\n');
          await removeShim(directory, 5000);
          expect(readlinkSync(join(directory, 'nas'))).toBe(link);
          expect(stateOf(directory)).toEqual(before);
        },
        { unsafeCleanup: true, prefix: 'flexcert-test-' },
      );
    }
  });

  it('bring back what the driver wrote beside itself', async () => {
    await withDriver(
      '#!/bin/sh\ncd "$(dirname "$0")" && cat old && echo new >state && echo changed >old\n',
      async (directory, executable, path) => {
        writeFileSync(join(directory, 'old'), 'old\n');
        installShim(directory, options(path));
        expect((await callDriver({ executable, argv: [], limitMs: 10_000 })).output.toString()).toBe('old\n');
        await removeShim(directory, 5000);
        expect(readFileSync(join(directory, 'state'), 'utf8')).toBe('new\n');
        expect(readFileSync(join(directory, 'old'), 'utf8')).toBe('changed\n');
      },
    );
  });

  it('keep a newer driver that was installed over the shim', async () => {
    await withDriver('#!/bin/sh\necho 1\n', async (directory, executable, path) => {
      installShim(directory, options(path));
      writeFileSync(executable, '#!/bin/sh\necho 2\n');
      expect(await removeShim(directory, 5000)).toMatchObject({ replaced: true });
      expect(readFileSync(executable, 'utf8')).toContain('echo 2');
      expect(readdirSync(directory)).toEqual(['nas']);
    });
  });

  it('wait for calls that run, and say so when they do not end', async () => {
    const script =
      '#!/bin/sh\necho started\nwhile ! [ -e "$(dirname "$0")/go" ]; do sleep 0.02; done\necho ended\n';
    await recorded(script, undefined, async ({ directory, executable, trace, call }) => {
      const running = call(executable, 'mount');
      while (!outputsIn(trace).includes('started')) await new Promise((resolve) => setTimeout(resolve, 5));
      const first = await removeShim(directory, 0);
      expect(first.running.length).toBeGreaterThan(0);
      expect(readFileSync(executable, 'utf8')).toBe(script);
      writeFileSync(join(directory, '.flexcert/go'), '');
      expect((await running).output.toString()).toBe('started\nended\n');
      expect(await removeShim(directory, 5000)).toMatchObject({ running: [] });
      expect(readdirSync(directory).sort()).toEqual(['go', 'nas']);
    });
  });

  it('refuse what could do harm, each with its reason', async () => {
    await withDriver('#!/bin/sh\n', async (directory, executable, path) => {
      expect(() => installShim(path, options(path))).toThrow(/cannot be executed/);
      expect(() => installShim(join(path, 'nothing'), options(path))).toThrow(
        /no directory of a driver|cannot be executed/,
      );
      expect(() => installShim(directory, { ...options(path), trace: join(path, 'exec/trace') })).toThrow(
        /must not lie in the plugin directory/,
      );
      expect(() => installShim(directory, { ...options(path), maxMib: 1 })).toThrow(/--max-mib/);
      await expect(removeShim(directory, 0)).rejects.toThrow(/is not recorded/);
      chmodSync(executable, 0o644);
      expect(() => installShim(directory, options(path))).toThrow(/cannot be executed \(not-executable\)/);
      expect(readdirSync(directory)).toEqual(['nas']);
    });
  });

  it('say that it is recorded already, and link what is new', async () => {
    await withDriver('#!/bin/sh\n', async (directory, _executable, path) => {
      expect(installShim(directory, options(path)).again).toBe(false);
      writeFileSync(join(directory, 'new'), 'x');
      expect(installShim(directory, options(path)).again).toBe(true);
      expect(readlinkSync(join(directory, '.flexcert/new'))).toBe('../new');
    });
  });
});

/** Drivers of each kind that an interpreter or the kernel opens in its own way. */
const KINDS: [string, string | (() => Buffer), string][] = [
  ['a shell script', '#!/bin/sh\necho "driver $1"\n', 'nas'],
  ['a bash script with flags', '#!/bin/bash -eu\necho "driver $1"\n', 'nas'],
  ['a Python program', '#!/usr/bin/python3\nimport sys\nprint("driver", sys.argv[1])\n', 'nas'],
  ['a binary', () => readFileSync('/bin/echo'), 'echo'],
];

describe('install and remove while the driver is called', () => {
  it.skipIf(lacks('python3', 'bash') !== '').each(KINDS)(
    'lose no call of %s',
    async (_kind, script, name) => {
      await withDriver(
        typeof script === 'function' ? script() : script,
        async (directory, executable, path) => {
          let stop = false;
          const answers: string[] = [];
          const caller = async (): Promise<void> => {
            while (!stop) {
              const { output, exit } = await callDriver({ executable, argv: ['init'], limitMs: 30_000 });
              answers.push(`${output.toString()}${JSON.stringify(exit)}`);
            }
          };
          const callers = [caller(), caller(), caller(), caller()];
          for (let round = 0; round < 6; round += 1) {
            installShim(directory, options(path));
            const wanted = answers.length + 12;
            while (answers.length < wanted) await new Promise((resolve) => setTimeout(resolve, 2));
            expect((await removeShim(directory, 10_000)).running).toEqual([]);
          }
          stop = true;
          await Promise.all(callers);
          await nobodyRuns(executable);
          expect([...new Set(answers)]).toEqual([`${name === 'echo' ? '' : 'driver '}init\n{"code":0}`]);
        },
        name,
      );
    },
  );
});
