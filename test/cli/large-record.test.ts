import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBundle } from '../support/certificates.ts';
import { large } from '../support/records.ts';

const cli = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'flexcert-large-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Megabytes. A record of 60,000 calls takes more than 100 when it is read as a whole. */
const HEAP = 40;

const flexcert = (...args: string[]) =>
  execa(process.execPath, [`--max-old-space-size=${HEAP}`, cli, ...args], { cwd: folder, reject: false });

beforeAll(() => {
  makeBundle(folder, {
    change: (record) => ({ ...large(300, 200), driver: record.driver }),
  });
}, 60_000);

describe('a record of 60,000 calls', () => {
  test.each([['html'], ['junit'], ['trace'], ['json'], ['tap,ctrf,markdown,comment,github']])(
    'is rendered as %s in the memory of a small one',
    async (names) => {
      const { stderr, exitCode } = await flexcert(
        'report',
        'record.json',
        '--reporter',
        names,
        '--output',
        'out',
      );
      expect(stderr).not.toContain('broke');
      expect(exitCode).toBe(0);
    },
    120_000,
  );

  test('is verified in the memory of a small one', async () => {
    const { stdout } = await flexcert('verify', 'certificate.json');
    expect(stdout).toMatch(/✓ record +record\.json, sha256/);
    expect(stdout).toMatch(/✓ verdict +conformant/);
  }, 60_000);
});
