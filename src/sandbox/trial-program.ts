import { spawnSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { insideCell } from './inside-cell.ts';

/** Tries in a cell what drivers will do in it, and sends what could not be done and why. */
const cell = insideCell();
const image = join(cell.paths.fixtures, 'trial.img');
writeFileSync(image, '');
truncateSync(image, 1 << 20);
cell.send({
  mount: trouble('mount', '-t', 'tmpfs', 'trial', cell.paths.kubeletRoot),
  loop: trouble('losetup', '--find', image),
});

function trouble(file: string, ...args: string[]): string | null {
  const { status, stderr, error } = spawnSync(file, args, { encoding: 'utf8' });
  if (status === 0) return null;
  return error?.message ?? (stderr.trim() || `${file}: exit ${status}`);
}
