import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { looksMounted } from '../../../src/kubelet/disk/looks-mounted.ts';
import { scratch, tell } from '../../support/inside.ts';

const at = (name: string): string => `${scratch}/${name}`;
const mount = (...args: string[]): unknown => execFileSync('mount', args);

for (const name of ['plain', 'tmpfs', 'bind', 'source', 'deep/inside'])
  mkdirSync(at(name), { recursive: true });
for (const name of ['file', 'bound-file']) writeFileSync(at(name), '');
mount('-t', 'tmpfs', 'x', at('tmpfs'));
mount('--bind', at('source'), at('bind'));
mount('--bind', at('file'), at('bound-file'));
mkdirSync(at('tmpfs/directory'));
symlinkSync(at('tmpfs'), at('link-to-mount'));
symlinkSync(at('tmpfs/directory'), at('link-into-mount'));
symlinkSync(at('bind'), at('link-to-bind'));
symlinkSync('/no/such/place', at('dangling'));

function judge(path: string): unknown[] {
  return [false, true].map((asksKernelForMountPoints) => {
    try {
      return looksMounted(path, { asksKernelForMountPoints });
    } catch (error) {
      return (error as Error).message.replaceAll(scratch, '');
    }
  });
}

const names =
  'plain tmpfs tmpfs/ tmpfs/directory bind file bound-file link-to-mount link-into-mount link-to-bind dangling missing file/below'.split(
    ' ',
  );
tell(Object.fromEntries([...names.map((name) => [name, judge(at(name))]), ['/', judge('/')]]));
