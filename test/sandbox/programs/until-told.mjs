/** Runs a command, sends what it printed, and stays until it is asked to end. */
import { spawnSync } from 'node:child_process';
import { insideCell } from '../../../dist/src/sandbox/inside-cell.js';

const cell = insideCell();
const { stdout, stderr, status } = spawnSync('sh', ['-c', cell.input.command], { encoding: 'utf8' });
cell.send({ command: cell.input.command, stdout, stderr, code: status });
const stay = setInterval(() => {}, 1 << 30);
cell.signal.addEventListener('abort', () => clearInterval(stay));
if (cell.signal.aborted) clearInterval(stay);
