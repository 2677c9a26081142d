import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { InsideCell } from '../../sandbox/inside-cell.ts';
import type { CellInput, CellMessage } from '../messages.ts';
import { cellFixtures } from './cell-fixtures.ts';
import { BodyEnded } from './ending.ts';
import { filesBelow } from './files.ts';
import { ownIn } from './own.ts';
import { rebootNode } from './reboot.ts';
import { VolumeData } from './volume-data.ts';
import type { CellRoom } from './world.ts';

/** What mount(8), losetup(8) and blkid(8) write down for themselves, whoever calls them. */
const OF_TOOLS = ['/run/mount', '/run/blkid', '/etc/blkid.tab', '/etc/blkid.tab.old', '/etc/mtab'];

/** The cell as a node: where things are, what was written, how it is started again. */
export function cellRoom(cell: InsideCell<CellInput>, send: (message: CellMessage) => void): CellRoom {
  const { paths, input } = cell;
  const scratch = join(paths.fixtures, 'scratch');
  mkdirSync(scratch, { recursive: true });
  const allowed = [...OF_TOOLS, ...input.settings.stateDirs];
  const lostInReboot: string[] = [];
  const volumes = new VolumeData();
  const own = ownIn(cell.isolation, paths, input.settings.stateDirs);
  return {
    kubeletRoot: paths.kubeletRoot,
    pluginDirectory: paths.pluginDirectory,
    directories: Object.values(paths),
    scratch,
    fixtures: cellFixtures(cell),
    changedFiles: () =>
      (cell.changedFiles() ?? [])
        // A device node tells when its device was last written to.
        .filter(({ kind, path }) => !(kind === 'device' && /^\/dev\/loop\d+$/.test(path)))
        .filter(({ path }) => !allowed.some((dir) => `${path}/`.startsWith(`${dir}/`)))
        .filter(({ path }) => !volumes.has(path))
        .filter(({ kind, path }) => !(kind === 'removed' && lostInReboot.includes(path)))
        .map((file) => (file.kind === 'removed' ? { ...file, path: `${file.path} (removed)` } : file)),
    written: () => [
      ...(cell.changedFiles() ?? [])
        .filter(({ kind }) => kind !== 'removed' && kind !== 'device')
        .map(({ path }) => path),
      ...filesBelow(paths.kubeletRoot).map((path) => join(paths.kubeletRoot, path)),
    ],
    reboot: async () => {
      // On the host it would take away what is others'.
      if (cell.isolation === 'none') throw new BodyEnded('skipped', 'this needs a private mount namespace');
      lostInReboot.push(...(await rebootNode(paths, own)));
    },
    own,
    noticeVolume: (dir) => volumes.notice(dir),
    sharesNode: cell.isolation === 'none',
    send,
  };
}
