/** A driver has found the pipe of its caller and writes what is no message. */
import { spawnSync } from 'node:child_process';
import { insideCell } from '../../../dist/src/sandbox/inside-cell.js';

const cell = insideCell();
cell.send('before');
const script =
  'import os; fd = 3; os.write(fd, b"garbage\\x00\\xff\\n{}\\n[1\\nnull\\n\\n{\\"cell\\":5}\\n")';
spawnSync('python3', ['-c', script], { stdio: ['ignore', 'inherit', 'inherit', 3] });
cell.send('after');
