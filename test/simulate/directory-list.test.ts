import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { expect, it } from 'vitest';
import { DirectoryList } from '../../src/simulate/directory-list.ts';

const MOUNTS = 'plugins/kubernetes.io/flexvolume/example.com/nas/mounts';
/** More than are all looked at each time. */
const MANY = 120;

function inRoot(act: (root: string) => void): Promise<void> {
  return withDir(async ({ path }) => act(path), { unsafeCleanup: true, prefix: 'flexcert-directories-' });
}

it('tells directories that came, went or changed, and nothing twice', () =>
  inRoot((root) => {
    mkdirSync(join(root, 'pods/one/volumes'), { recursive: true, mode: 0o755 });
    mkdirSync(join(root, MOUNTS, 'vol'), { recursive: true, mode: 0o755 });
    const list = new DirectoryList(root);
    const { added } = list.changes('all');
    expect(added).toEqual(
      expect.arrayContaining(['<root>/pods 755', '<root>/pods/one/volumes 755', `<root>/${MOUNTS}/vol 755`]),
    );
    expect(list.changes('all')).toEqual({ added: [], removed: [] });
    chmodSync(join(root, MOUNTS, 'vol'), 0o700);
    rmSync(join(root, 'pods/one'), { recursive: true });
    const changes = list.changes(new Set());
    expect(changes.added).toEqual([`<root>/${MOUNTS}/vol 700`]);
    expect(changes.removed.sort()).toEqual(
      [`<root>/${MOUNTS}/vol 755`, '<root>/pods/one 755', '<root>/pods/one/volumes 755'].sort(),
    );
  }));

it('looks among many only where it is told to', () =>
  inRoot((root) => {
    for (let number = 0; number < MANY; number++)
      mkdirSync(join(root, MOUNTS, `vol-${number}`), { recursive: true });
    const list = new DirectoryList(root);
    list.changes('all');
    for (const name of ['vol-7', 'vol-8']) rmSync(join(root, MOUNTS, name), { recursive: true });
    expect(list.changes(new Set([join(root, MOUNTS, 'vol-7')])).removed).toEqual([
      `<root>/${MOUNTS}/vol-7 755`,
    ]);
    expect(list.changes('all').removed).toEqual([`<root>/${MOUNTS}/vol-8 755`]);
  }));
