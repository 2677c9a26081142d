import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { MountWatch } from '../../src/simulate/mount-watch.ts';
import { scratch, tell } from '../support/inside.ts';

const paths = ['first', 'second', 'third', 'fourth'].map((name) => `${scratch}/${name}`);
for (const path of paths) mkdirSync(path);
const mount = (path: string, ...options: string[]) =>
  execFileSync('mount', ['-t', 'tmpfs', ...options, 'tmpfs', path]);

const watch = new MountWatch(scratch);
watch.changes();
const told: { gone: string[]; come: string[] }[] = [];
const look = (): void => {
  const { gone, come } = watch.changes();
  const names = (entries: typeof gone) =>
    entries.map(({ mountPoint }) => mountPoint.slice(scratch.length + 1));
  told.push({ gone: names(gone), come: names(come) });
};

for (const path of paths.slice(0, 3)) mount(path);
look();
look();
// One from before the others goes and another comes behind them.
execFileSync('umount', [paths[0] ?? '']);
mount(paths[3] ?? '');
look();
execFileSync('mount', ['-o', 'remount,ro', paths[1] ?? '']);
look();
for (const path of paths.slice(1)) execFileSync('umount', [path]);
look();
tell(told);
