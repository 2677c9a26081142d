import { expect, it } from 'vitest';
import { referencesIn } from '../../../src/kubelet/disk/references.ts';
import { parseMountInfo } from '../../../src/kubelet/mount-table.ts';

const table = parseMountInfo(
  [
    '1 1 8:1 / / rw - ext4 /dev/a rw',
    '2 1 7:3 / /gdir rw - ext4 /dev/loop3 rw',
    '3 1 7:3 / /pod rw - ext4 /dev/loop3 rw',
    '4 1 7:3 /sub /pod-sub rw - ext4 /dev/loop3 rw',
    '5 1 8:1 /data/vol /vol rw - ext4 /dev/a rw',
    '6 1 8:1 /data/vol/x /elsewhere rw - ext4 /dev/a rw',
    '7 1 0:9 / /mnt rw - tmpfs x rw',
  ].join('\n'),
);

it.each([
  ['/gdir', ['/pod']],
  ['/gdir/sub', ['/pod-sub']],
  ['/vol', []],
  ['/vol/x', ['/elsewhere']],
  ['/data/vol', ['/vol']],
  ['/mnt', []],
  // A name that only begins alike lies on the root filesystem.
  ['/gdirectory', []],
])('finds where %s is mounted as well', (path, references) => {
  expect(referencesIn(table, path)).toEqual(references);
});
