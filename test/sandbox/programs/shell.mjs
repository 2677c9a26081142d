/** Runs each of the job's shell commands in the cell and sends what it printed. */
import { spawnSync } from 'node:child_process';
import { insideCell } from '../../../dist/src/sandbox/inside-cell.js';

const cell = insideCell();
for (const command of cell.input.commands) {
  const { stdout, stderr, status, signal } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  cell.send({ command, stdout, stderr, code: status ?? signal });
}
if (cell.input.changed) cell.send({ changed: cell.changedFiles() });
