import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { readMountTable } from '../../src/kubelet/mount-table.ts';
import { at } from '../../src/kubelet/mounts.ts';
import { pathToBytes } from '../../src/kubelet/path-bytes.ts';
import { scratch, tell } from '../support/inside.ts';

const names = ['a b', 'back\\slash', 'new\nline\ttab', 'bytes \udcff\udc80', 'ü#'];

/** util-linux takes bytes; Node's argv does not, so the shell spells them. */
function run(command: string, path: string): void {
  const spelt = Array.from(pathToBytes(path), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  execFileSync('/bin/sh', ['-c', `p=$(printf '${spelt}x'); p=\${p%x}; ${command} "$p"`]);
}

const seen = names.map((name) => {
  const path = `${scratch}/${name}`;
  mkdirSync(pathToBytes(path));
  run('mount -t tmpfs first', path);
  const mounted = at(readMountTable(), path).some((entry) => entry.source === 'first');
  run('mount -t tmpfs second', path);
  const stacked = at(readMountTable(), path).length;
  run('umount', path);
  run('umount', path);
  return { name, mounted, stacked, left: at(readMountTable(), path).length };
});
tell(seen);
