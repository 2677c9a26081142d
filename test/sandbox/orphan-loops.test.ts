import { randomUUID } from 'node:crypto';
import { mkdirSync, rmdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { boundImage, detachLoops } from '../../src/sandbox/loop-devices.ts';
import { orphanLoops } from '../../src/sandbox/orphan-loops.ts';
import { needs } from '../support/needs.ts';

/** A loop device over an image where cells on the host keep theirs. */
async function bound(): Promise<{ number: number; cell: string }> {
  const cell = `/run/flexcert/cells/test-${randomUUID()}`;
  mkdirSync(`${cell}/fixtures`, { recursive: true });
  writeFileSync(`${cell}/fixtures/image.img`, '');
  truncateSync(`${cell}/fixtures/image.img`, 1 << 20);
  const { stdout } = await execa('losetup', ['--find', '--show', `${cell}/fixtures/image.img`]);
  return { number: Number(stdout.replace('/dev/loop', '')), cell };
}

function remove(cell: string): void {
  rmSync(`${cell}/fixtures/image.img`);
  rmdirSync(`${cell}/fixtures`);
  rmdirSync(cell);
}

describe('a loop device that no ledger names', () => {
  it('is an orphan once the directory of its cell is gone, and not before', async (context) => {
    needs(context, 'root');
    const { number, cell } = await bound();
    try {
      expect(await orphanLoops()).not.toContain(number);
      remove(cell);
      // Another process that cleans up may have taken it already.
      if (boundImage(number) !== undefined) expect(await orphanLoops()).toContain(number);
    } finally {
      rmSync(`${cell}/fixtures/image.img`, { force: true });
      if (boundImage(number)?.startsWith(cell) === true) await detachLoops([number]);
    }
  });
});
