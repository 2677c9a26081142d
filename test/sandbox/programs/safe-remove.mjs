/** In a mount namespace of its own: removes a directory with `how`, and tells what became of the data behind its mounts. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { removeTree } from '../../../dist/src/sandbox/remove-tree.js';
import { safeRemove } from '../../../dist/src/sandbox/safe-remove.js';

const [base, how] = process.argv.slice(2);
const [target, behind] = [`${base}/target`, `${base}/behind`];
for (const path of [`${target}/a/b`, `${target}/file/x`, `${behind}/sub`])
  mkdirSync(path, { recursive: true });
for (const path of [`${behind}/data`, `${behind}/sub/data`, `${target}/plain`])
  writeFileSync(path, 'precious');
writeFileSync(`${target}/file/y`, '');
const mount = (...args) => execFileSync('mount', args);
mount('--bind', behind, `${target}/a/b`);
mount('--bind', behind, `${target}/file/x`);
mount('--bind', `${behind}/data`, `${target}/file/y`);

let leak;
if (how === 'safeRemove') leak = await safeRemove(target);
// As when the mounts had appeared after the mount table was read.
else leak = removeTree(target);
process.stdout.write(
  JSON.stringify({
    node: process.versions.node,
    data: ['data', 'sub/data'].map(
      (name) => existsSync(`${behind}/${name}`) && readFileSync(`${behind}/${name}`, 'utf8'),
    ),
    target: existsSync(target),
    plain: existsSync(`${target}/plain`),
    leak: leak ?? null,
  }),
);
