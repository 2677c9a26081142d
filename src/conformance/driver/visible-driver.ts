import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CELL_PATHS } from '../../sandbox/cell-plan.ts';
import { followOnHost, isWithin } from '../../sandbox/host-view.ts';
import { runLedger } from '../../sandbox/run-ledger.ts';
import type { Isolation } from '../../sandbox/types.ts';
import type { DriverInput } from './driver-input.ts';

/**
 * Does a task with a driver that cells can see. One that is installed on this very node lies where each cell has a
 * plugin directory of its own: cells are given a copy of it, which is gone afterwards.
 */
export async function withVisibleDriver<Answer>(
  driver: DriverInput,
  isolation: Isolation,
  task: (visible: DriverInput) => Promise<Answer>,
): Promise<Answer> {
  if (isolation === 'none' || !isHidden(driver.path)) return task(driver);
  const copies = join(tmpdir(), `flexcert-driver-${randomBytes(6).toString('hex')}`);
  const claim = runLedger().add({ kind: 'directory', path: copies });
  try {
    mkdirSync(copies, { mode: 0o755 });
    const path = join(copies, basename(driver.path));
    // A link is followed once, to the directory or the file that was given; links inside stay links.
    cpSync(realpathSync(driver.path), path, {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
    });
    return await task({ ...driver, path });
  } finally {
    await claim.giveBack();
  }
}

function isHidden(path: string): boolean {
  const real = realpathSync(path);
  return Object.values(CELL_PATHS).some((own) => isWithin(real, followOnHost(own).path));
}
