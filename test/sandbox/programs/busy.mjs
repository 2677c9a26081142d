/** Makes all that a run can leave behind, says where, and stays until it is told to end. */
import { spawn, spawnSync } from 'node:child_process';
import { freshDevice } from '../../../dist/src/fixtures/device.js';
import { freshDirectory } from '../../../dist/src/fixtures/directory.js';
import { insideCell } from '../../../dist/src/sandbox/inside-cell.js';

const cell = insideCell();
const stay = setInterval(() => {}, 1 << 30);
cell.signal.addEventListener('abort', () => clearInterval(stay));
if (cell.signal.aborted) clearInterval(stay);
const device = await freshDevice(cell, { sizeMiB: 8, filesystem: 'ext4' });
const directory = freshDirectory(cell);
const mark = `flexcert-test-daemon-of-${cell.input.pid}`;
spawnSync('mount', [device.path, directory.path]);
spawnSync('mount', ['--bind', directory.path, cell.paths.kubeletRoot]);
spawn('setsid', ['sh', '-c', `trap "" TERM HUP INT; while :; do sleep 1; done; : ${mark}`], {
  stdio: 'ignore',
}).unref();
cell.send({ device: device.path, image: device.image, directory: directory.path, mark });
