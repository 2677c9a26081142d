import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeContainer, root } from '../support/container.ts';
import { needs } from '../support/needs.ts';

const file = join(root, 'dist/flexcert-linux-x64');
const scenarios = join(root, 'fixtures/scenarios/');
const scratch = mkdtempSync(join(tmpdir(), 'flexcert-executable-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const bare = makeContainer({ withoutNode: true });
afterAll(() => bare.remove());

beforeAll(async () => {
  const loader = join(root, 'test/support/strip-types.mjs');
  await execa('node', ['--import', loader, join(root, 'scripts/make-executable.ts')], { cwd: root });
}, 300_000);

/** Types commands on a machine that has no Node.js, with the executable as `flexcert` in PATH. */
function onBareNode(...commands: string[]) {
  return bare.run([
    'if command -v node; then exit 99; fi',
    `ln -s ${file} /usr/bin/flexcert`,
    'mkdir /root/project',
    'cd /root/project',
    ...commands,
  ]);
}

describe('the one executable', () => {
  test('is one file, and says its version', async () => {
    expect(statSync(file).mode & 0o111).toBe(0o111);
    const home = join(scratch, 'home');
    const { stdout } = await execa(file, ['--version'], { env: { FLEXCERT_HOME: home } });
    expect(stdout).toMatch(/^flexcert \d/);
  });

  test('certifies the reference driver, which it is too, where no node is', {
    timeout: 300_000,
  }, async (context) => {
    needs(context, 'root', 'unshare');
    const { stdout, stderr, exitCode } = await onBareNode(
      'flexcert reference-driver .',
      "flexcert run flexcert.test~loop --option 'image={{image}}' --suite init,attach --level MUST",
      'ls flexcert-report',
    );
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('/root/project/flexcert.test~loop/loop\n');
    expect(stdout).toMatch(/✓ Conformant · \d\d requirements judged/);
    expect(stdout).toMatch(/junit\.xml\nrecord\.json\nreport\.html$/);
  });

  test('calls, explains and simulates there', { timeout: 120_000 }, async (context) => {
    needs(context, 'root', 'unshare');
    const { stdout, exitCode } = await onBareNode(
      'flexcert reference-driver . >/dev/null',
      'flexcert call flexcert.test~loop init',
      `printf -- '-ne {}' | flexcert explain`,
      `flexcert simulate --json ${scenarios}asks-kernel-for-mount-points.yaml | cut -c1-10`,
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('requiresFSResize');
    expect(stdout).toContain('invalid character');
    expect(stdout).toContain('{"steps":[');
  });
});
