import { chmodSync, chownSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { expect, it } from 'vitest';
import { applyFsGroup } from '../../../src/kubelet/disk/fs-group.ts';
import { pathToBytes } from '../../../src/kubelet/path-bytes.ts';
import { needs } from '../../support/needs.ts';

/** Mode in octal, uid and gid of each. */
function owners(root: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const { mode, uid, gid } = lstatSync(pathToBytes(join(root, name)));
      return [name, `${(mode & 0o7777).toString(8)} ${uid} ${gid}`];
    }),
  );
}

it.for([
  [false, '777 0 0'],
  [true, '777 0 1234'],
] as [boolean, string][])(
  'gives a tree to the group; symlinks themselves: %s',
  async ([ownsSymlinks, link], context) => {
    needs(context, 'root');
    await withDir(
      async ({ path }) => {
        const root = join(path, 'volume');
        mkdirSync(join(root, 'sub'), { recursive: true });
        chmodSync(root, 0o700);
        chmodSync(join(root, 'sub'), 0o1700);
        writeFileSync(join(root, 'file'), '', { mode: 0o600 });
        writeFileSync(join(root, 'sub/tool'), '', { mode: 0o755 });
        chownSync(join(root, 'sub/tool'), 7, 8);
        chmodSync(join(root, 'sub/tool'), 0o4755);
        writeFileSync(pathToBytes(join(root, 'odd\udcff')), '', { mode: 0o400 });
        writeFileSync(join(path, 'outside'), '', { mode: 0o600 });
        symlinkSync(join(path, 'outside'), join(root, 'link'));
        applyFsGroup(root, 1234, { ownsSymlinks });
        expect(owners(path, ['volume', 'outside'])).toEqual({ volume: '2770 0 1234', outside: '600 0 0' });
        expect(owners(root, ['sub', 'file', 'sub/tool', 'odd\udcff', 'link'])).toEqual({
          sub: '3770 0 1234',
          file: '660 0 1234',
          'sub/tool': '4775 7 1234',
          'odd\udcff': '660 0 1234',
          link,
        });
        chmodSync(join(root, 'file'), 0);
        applyFsGroup(root, 99, { ownsSymlinks }, true);
        expect(owners(root, ['file'])).toEqual({ file: '440 0 99' });
        applyFsGroup(join(path, 'missing'), 1, { ownsSymlinks });
      },
      { unsafeCleanup: true },
    );
  },
);
