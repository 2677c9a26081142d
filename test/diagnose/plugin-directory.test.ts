import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { describe, expect, it } from 'vitest';
import { examinePluginDirectory, type PluginDirectoryReport } from '../../src/diagnose/plugin-directory.ts';
import type { MachineExample } from '../../src/diagnose/rule.ts';
import { showPluginDirectory } from '../../src/diagnose/text/show-plugin-directory.ts';
import { profileFor } from '../../src/kubelet/profile.ts';
import { needs } from '../support/needs.ts';
import { writeFiles } from './causes-of.ts';

const GOOD = '#!/bin/sh\necho \'{"status":"Success","capabilities":{"attach":false}}\'\n';
const options = { profile: profileFor('1.32'), isolation: 'none', kubelets: [] } as const;

interface Recorded {
  case: string;
  files: {
    path: string;
    mode?: string;
    text?: string;
    base64?: string;
    symlink?: string;
    directory?: boolean;
  }[];
  plugins: { name: string }[];
  error?: string;
}

const lines = readFileSync(new URL('../../fixtures/recordings/discovery.jsonl', import.meta.url), 'utf8');
const recorded = lines
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

/** What each directory that the kubelet could not load has for a cause. */
const CAUSES: Record<string, string> = {
  'two-tildes-middle': 'executable-missing',
  'empty-dir': 'executable-missing',
  'wrong-name': 'executable-missing',
  extension: 'executable-missing',
  'not-executable': 'not-executable',
  'no-shebang': 'wrong-format',
  'bad-interpreter': 'interpreter-missing',
  'crlf-shebang': 'carriage-return',
  'bom-shebang': 'wrong-format',
  'empty-file': 'wrong-format',
  'directory-as-executable': 'executable-is-directory',
  'wrong-arch': 'wrong-format',
  'killed-by-signal': 'killed-by-signal',
  segv: 'killed-by-signal',
  'exit-3-success': 'success-with-failing-exit',
  'stderr-noise': 'text-before-answer',
  'background-holds-stdout': 'output-held-open',
  'one-good-one-bad': 'executable-missing',
};

describe('plugin directories that a real prober looked at', () => {
  it.each(recorded.map((one) => [one.case, one] as const))(
    '%s: found good or bad as it was, with its cause',
    async (name, one) => {
      await withDir(
        async ({ path }) => {
          const directory = join(path, 'exec');
          mkdirSync(directory, { mode: 0o755 });
          writeFiles(directory, filesOf(one));
          for (const file of one.files)
            if (file.directory === true) mkdirSync(join(directory, file.path), { recursive: true });
          for (const file of one.files)
            if (file.symlink !== undefined) symlinkSync(file.symlink, join(directory, file.path));
          const report = await examinePluginDirectory(directory, options);
          expect(loaded(report)).toEqual(one.plugins.map((plugin) => plugin.name).sort());
          const causes = report.drivers.flatMap((driver) => driver.causes.map(({ rule }) => rule));
          const cause = CAUSES[name];
          if (cause !== undefined) expect(causes).toContain(cause);
          else
            expect(causes.filter((rule) => rule !== 'attach-assumed' && rule !== 'not-executable')).toEqual(
              [],
            );
        },
        { unsafeCleanup: true, prefix: 'flexcert-test-' },
      );
    },
  );
});

function filesOf({ files }: Recorded): MachineExample['files'] {
  const plain = files.filter((file) => file.directory !== true && file.symlink === undefined);
  return Object.fromEntries(
    plain.map(({ path, mode, text, base64 }) => [
      path,
      {
        ...(text === undefined ? {} : { text }),
        ...(base64 === undefined ? {} : { base64 }),
        mode: Number.parseInt(mode ?? '755', 8),
      },
    ]),
  );
}

function loaded({ drivers }: PluginDirectoryReport): string[] {
  return drivers
    .filter(({ init }) => init?.explanation.conclusion.outcome === 'success')
    .map(({ driver }) => driver)
    .sort();
}

describe('a plugin directory', () => {
  it('is looked at in a cell, where init of each can do no harm', async (context) => {
    needs(context, 'root');
    await withDir(
      async ({ path }) => {
        writeFiles(path, {
          'example.com~nas/nas': `#!/bin/sh\n. "$(dirname "$0")/answers"\nrm -rf ${path}\nanswer\n`,
          'example.com~nas/answers': `answer() { echo '{"status":"Success","capabilities":{"attach":false}}'; }\n`,
        });
        const report = await examinePluginDirectory(path, { ...options, isolation: 'full' });
        expect(loaded(report)).toEqual(['example.com/nas']);
        expect(report.broken).toBe(false);
        expect(readFileSync(join(path, 'example.com~nas/answers'), 'utf8')).toContain('answer');
      },
      { unsafeCleanup: true, prefix: 'flexcert-test-' },
    );
  });

  it('names the one that hides the others, once', async () => {
    await withDir(
      async ({ path }) => {
        writeFiles(path, { 'a~good/good': GOOD, 'b~bad/bad': '#!/bin/sh\nexit 1\n', 'c~none/README': 'x' });
        const report = await examinePluginDirectory(path, options);
        const neighbour = report.causes.filter(({ rule }) => rule === 'broken-neighbour');
        expect(neighbour.map(({ cause }) => cause)).toEqual([
          expect.stringContaining('Init fails for b~bad, c~none.'),
        ]);
        expect(report.broken).toBe(true);
        const text = showPluginDirectory(report, { color: false, width: 100 });
        expect(text).toContain('✓ a~good driver a/good, init took');
        expect(text).toContain('✗ b~bad driver b/bad');
      },
      { unsafeCleanup: true, prefix: 'flexcert-test-' },
    );
  });

  it('tells volumes that are not mounted, links, and the kubelet that looks elsewhere', async () => {
    await withDir(
      async ({ path }) => {
        const exec = join(path, 'exec');
        const root = join(path, 'root');
        writeFiles(exec, { 'a~good/good': GOOD });
        const volumes = join(root, 'pods/uid-1/volumes');
        mkdirSync(join(volumes, 'a~good/plain'), { recursive: true });
        mkdirSync(join(volumes, 'kubernetes.io~empty-dir/x'), { recursive: true });
        symlinkSync('/tmp', join(volumes, 'a~good/linked'));
        const kubelet = { pid: process.pid, pluginDirectory: join(path, 'other'), root, ownMounts: false };
        const report = await examinePluginDirectory(exec, { ...options, kubelets: [kubelet] });
        expect(report.causes.map(({ rule, certainty }) => `${rule} ${certainty}`)).toEqual([
          'other-plugin-directory certain',
          'symlink-for-volume certain',
          'not-mounted guess',
        ]);
      },
      { unsafeCleanup: true, prefix: 'flexcert-test-' },
    );
  });

  it('is refused where there is none', async () => {
    await expect(examinePluginDirectory('/nonexistent', options)).rejects.toThrow(/no directory/);
    await withDir(
      async ({ path }) => {
        writeFileSync(join(path, 'file'), '');
        await expect(examinePluginDirectory(join(path, 'file'), options)).rejects.toThrow(/no directory/);
      },
      { unsafeCleanup: true },
    );
  });
});
