import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withDir } from 'tmp-promise';
import { describe, expect, it } from 'vitest';
import { probe } from '../../src/kubelet/discovery.ts';
import { profileFor } from '../../src/kubelet/profile.ts';

interface Recording {
  case: string;
  files: {
    path: string;
    mode?: string;
    text?: string;
    base64?: string;
    symlink?: string;
    directory?: boolean;
  }[];
  plugins: { name: string; attachable: boolean }[];
  seconds: number;
  error?: string;
  log?: string[];
}

const recordings = readFileSync(new URL('../../fixtures/recordings/discovery.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Recording);

function lay(root: string, files: Recording['files']): void {
  for (const file of files) {
    const path = join(root, file.path);
    mkdirSync(dirname(path), { recursive: true });
    if (file.directory) mkdirSync(path, { recursive: true });
    else if (file.symlink !== undefined) symlinkSync(file.symlink, path);
    else {
      writeFileSync(path, file.base64 === undefined ? (file.text ?? '') : Buffer.from(file.base64, 'base64'));
      chmodSync(path, Number.parseInt(file.mode ?? '644', 8));
    }
  }
}

const inPluginDirectory = <T>(files: Recording['files'], use: (path: string) => Promise<T>): Promise<T> =>
  withDir(
    async ({ path }) => {
      const pluginDirectory = join(path, 'exec');
      mkdirSync(pluginDirectory);
      lay(pluginDirectory, files);
      return use(pluginDirectory);
    },
    { unsafeCleanup: true, prefix: 'flexcert-test-' },
  );

/** The severity, file, line and text of a klog line; its time and process are of the day. */
function withoutTime(line: string): string {
  return line.replace(/^([EWI])\d{4} [\d:.]+ +\d+ /, '$1 ');
}

describe('the recordings of the prober (1.20.2)', () => {
  it('are all there', () => {
    expect(recordings).toHaveLength(31);
  });

  it.each(recordings.map((one) => [one.case, one] as const))('%s', async (_, recording) => {
    await inPluginDirectory(recording.files, async (directory) => {
      const found = await probe(directory, profileFor('1.20'));
      expect(found.drivers.map((d) => ({ name: d.name, attachable: d.capabilities.attach }))).toEqual(
        recording.plugins,
      );
      expect(found.error).toBe(recording.error);
      const log = found.log.map(
        ({ severity, source, text }) =>
          `${severity} ${source}] ${text.replaceAll(directory, '<plugin-dir>')}`,
      );
      expect(log).toEqual((recording.log ?? []).map(withoutTime));
      const seconds = found.calls.reduce((sum, call) => sum + call.durationMs, 0) / 1000;
      // Whole seconds were recorded; a loaded machine of ours may take part of one more.
      expect(Math.floor(seconds) - recording.seconds).toBeGreaterThanOrEqual(0);
      expect(seconds).toBeLessThan(recording.seconds + 2);
    });
  });
});

describe('the releases', () => {
  const good = { path: 'example.com~ok/ok', mode: '755', text: `#!/bin/sh\necho '{"status":"Success"}'\n` };

  it('begin the error in lower case, or call init twice', async () => {
    await inPluginDirectory([good, { path: 'a~bad', directory: true }], async (directory) => {
      const newer = await probe(directory, profileFor('1.32'));
      expect(newer.error).toMatch(/^error creating Flexvolume plugin from directory a~bad, skipping/);
      expect(newer.hidden).toBe(false);
      expect((await probe(directory, profileFor('1.20'))).hidden).toBe(true);
      const twice = await probe(directory, profileFor('1.7'));
      expect(twice.calls.map((call) => call.executable.slice(directory.length + 1))).toEqual([
        'a~bad/bad',
        'example.com~ok/ok',
        'example.com~ok/ok',
      ]);
    });
  });

  it('crash over capabilities that are null', async () => {
    const text = `#!/bin/sh\necho '{"status":"Success","capabilities":null}'\n`;
    await inPluginDirectory([{ ...good, text }], async (directory) => {
      expect((await probe(directory, profileFor('1.32'))).crash).toMatch(/nil dereference/);
      expect((await probe(directory, profileFor('1.7'))).crash).toBeUndefined();
    });
  });

  it('tell several errors in one text', async () => {
    await inPluginDirectory(
      ['a~x', 'b~y'].map((path) => ({ path, directory: true })),
      async (directory) => {
        expect((await probe(directory, profileFor('1.20'))).error).toBe(
          '[Error creating Flexvolume plugin from directory a~x, skipping. Error: unexpected end of JSON input, Error creating Flexvolume plugin from directory b~y, skipping. Error: unexpected end of JSON input]',
        );
      },
    );
  });

  it('find nothing in a plugin directory that is not there', async () => {
    expect(await probe('/no/such/directory', profileFor('1.20'))).toMatchObject({ drivers: [], calls: [] });
  });
});
