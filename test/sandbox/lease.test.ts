import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { deadLeases } from '../../src/sandbox/lease.ts';
import { inStatePart } from '../../src/sandbox/state-directory.ts';

/** Far from the blocks that cells use. */
const BLOCK = 4000;

/** What `deadLeases` makes of a lease that is being drafted for a block, and of which nothing is written yet. */
function deadWhileDrafted(pid: number) {
  return inStatePart('leases', (directory) => {
    const path = join(directory, `.${BLOCK}-${pid}`);
    writeFileSync(path, '');
    try {
      return deadLeases().filter((lease) => lease.path === path);
    } finally {
      unlinkSync(path);
    }
  });
}

describe('the draft of a lease', () => {
  it('is left alone while its process may be writing it', () => {
    expect(deadWhileDrafted(process.pid)).toEqual([]);
  });

  it('stands for no loop device, which another run may have leased meanwhile', async () => {
    const ended = execa('true');
    await ended;
    expect(deadWhileDrafted(ended.pid ?? 0)).toMatchObject([{ numbers: [] }]);
  });
});
