import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { withDir } from 'tmp-promise';
import { describe, expect, it } from 'vitest';
import { callDriver } from '../../src/kubelet/call.ts';
import { needs } from '../support/needs.ts';

const cli = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const SCRIPT = '#!/bin/sh\necho -ne "{\\"status\\": \\"Success\\"}"\n';

function flexcert(...args: string[]) {
  return execa(process.execPath, [cli, ...args], { reject: false, env: { NO_COLOR: '1' } });
}

describe('flexcert record and replay', () => {
  it('install, show, replay and remove, each saying what is next', async (context) => {
    needs(context, 'root');
    await withDir(
      async ({ path }) => {
        const directory = join(path, 'exec/example.com~nas');
        const executable = join(directory, 'nas');
        mkdirSync(directory, { recursive: true, mode: 0o755 });
        writeFileSync(executable, SCRIPT);
        chmodSync(executable, 0o755);

        const installed = await flexcert('record', 'install', directory, '--trace', join(path, 'trace'));
        expect(installed).toMatchObject({ exitCode: 0, stderr: '' });
        expect(installed.stdout).toContain(`flexcert record remove ${directory}`);
        const { output } = await callDriver({ executable, argv: ['init'], limitMs: 20_000 });
        expect(output.toString()).toMatch(/^-ne \{/);

        const shown = await flexcert('record', 'show', directory);
        expect(shown.stdout).toMatch(/^example\.com\/nas: 1 call, /);
        expect(shown.stdout).toContain('rule echo-flags');
        const file = join(path, 'trace.json');
        writeFileSync(file, (await flexcert('record', 'show', directory, '--json')).stdout);
        expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
          kind: 'trace',
          driver: 'example.com/nas',
          calls: [{ argv: ['init'], exit: { code: 0 } }],
        });

        const checked = await flexcert('replay', file);
        expect(checked).toMatchObject({ exitCode: 1, stderr: '' });
        expect(checked.stdout).toContain('1 answer taken for a failure, 0 calls that no kubelet makes');

        const mended = join(path, 'mended');
        writeFileSync(mended, `#!/bin/sh\nprintf '{"status":"Success","capabilities":{"attach":false}}'\n`, {
          mode: 0o755,
        });
        const replayed = await flexcert('replay', file, '--driver', mended);
        expect(replayed).toMatchObject({ exitCode: 1, stderr: '' });
        expect(replayed.stdout).toContain('- outcome       failure\n  + outcome       success');
        expect((await flexcert('replay', file, '--driver', join(directory, '.flexcert/nas'))).exitCode).toBe(
          0,
        );

        const removed = await flexcert('record', 'remove', directory);
        expect(removed).toMatchObject({ exitCode: 0, stderr: '' });
        expect(readFileSync(executable, 'utf8')).toBe(SCRIPT);
      },
      { unsafeCleanup: true, prefix: 'flexcert-test-' },
    );
  });

  it.each([
    [['record', 'install', '/nonexistent/x~y'], 2, /no directory of a driver/],
    [['record', 'remove', '/tmp'], 2, /is not recorded/],
    [['record', 'show', '/nonexistent'], 2, /no trace at/],
    [['record', 'polish', '/tmp'], 2, /Choices/],
    [['replay', '/nonexistent.json'], 2, /no trace at/],
  ])('refuse %j with the reason', async (args, exitCode, reason) => {
    const result = await flexcert(...args);
    expect(result).toMatchObject({ stdout: '', exitCode });
    expect(result.stderr).toMatch(reason);
  });
});
