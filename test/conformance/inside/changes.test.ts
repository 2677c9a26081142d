import { expect, test } from 'vitest';
import { changes } from '../../../src/conformance/inside/expect-node.ts';
import type { Snapshot, WrittenFile } from '../../../src/conformance/test-api/node.ts';

const file: WrittenFile = { path: '/var/lib/some.state', version: '7:10:1', inode: '7', bytes: 10 };

function snapshot(...written: WrittenFile[]): Snapshot {
  return { mounts: [], loops: [], processes: [], files: written.map(({ path }) => path), written };
}

test.each<[string, Partial<WrittenFile>, string[]]>([
  ['that is as it was', {}, []],
  ['that was written over', { version: '7:10:2' }, [`a file is another one: ${file.path}`]],
  ['that was cut short', { version: '7:4:2', bytes: 4 }, [`a file is another one: ${file.path}`]],
  [
    'that was renamed into its place',
    { version: '8:12:2', inode: '8', bytes: 12 },
    [`a file is another one: ${file.path}`],
  ],
  ['that only grew, as a log does', { version: '7:12:2', bytes: 12 }, []],
])('a file %s', (_, then, told) => {
  expect(changes(snapshot(file), snapshot({ ...file, ...then }))).toEqual(told);
});

test('a file that is new, and one that is gone', () => {
  const other = { ...file, path: '/tmp/other' };
  expect(changes(snapshot(file), snapshot(other))).toEqual([
    'a new file: /tmp/other',
    `a file is gone: ${file.path}`,
  ]);
});
