import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MountEntry, parseMountInfo, readMountTable } from '../../src/kubelet/mount-table.ts';
import { at, below, holding, isReadOnly, sameDeviceAndRoot } from '../../src/kubelet/mounts.ts';
import { pathFromBytes, pathToBytes } from '../../src/kubelet/path-bytes.ts';
import { inMountNamespace } from '../support/namespace.ts';
import { needs } from '../support/needs.ts';

const anyBytes = fc.uint8Array({ minLength: 0, maxLength: 24 });
const pathBytes = fc
  .array(
    fc
      .uint8Array({ minLength: 1, maxLength: 8 })
      .map((part) => part.map((b) => (b === 0 || b === 47 ? 1 : b))),
    { maxLength: 4 },
  )
  .map((parts) =>
    Buffer.concat([
      Buffer.from('/'),
      ...parts.flatMap((p, i) => [i ? Buffer.from('/') : Buffer.alloc(0), p]),
    ]),
  );

/** As the kernel's mangle() writes a path. */
function mangle(bytes: Uint8Array): Buffer {
  const parts = Array.from(bytes, (byte) =>
    [0x20, 0x09, 0x0a, 0x5c, 0x23].includes(byte)
      ? Buffer.from(`\\${byte.toString(8).padStart(3, '0')}`)
      : Buffer.of(byte),
  );
  return Buffer.concat(parts);
}

describe('path bytes', () => {
  it('come back whatever they are, and different bytes are different paths', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (a, b) => {
        expect(pathToBytes(pathFromBytes(a)).equals(a)).toBe(true);
        expect(pathFromBytes(a) === pathFromBytes(b)).toBe(Buffer.from(a).equals(b));
      }),
    );
  });

  it('are plain text when they are UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(pathFromBytes(Buffer.from(text))).toBe(text);
      }),
    );
  });
});

describe('parseMountInfo', () => {
  it('reads every field of a line as proc_pid_mountinfo(5) shows it', () => {
    const line =
      '36 35 98:0 /mnt1 /mnt\\0402 rw,noatime shared:4 master:1 - ext3 /dev/root rw,errors=continue\n';
    expect(parseMountInfo(line)).toEqual([
      {
        id: 36,
        parentId: 35,
        device: '98:0',
        root: '/mnt1',
        mountPoint: '/mnt 2',
        options: ['rw', 'noatime'],
        optional: ['shared:4', 'master:1'],
        propagation: 'shared,slave',
        fsType: 'ext3',
        source: '/dev/root',
        superOptions: ['rw', 'errors=continue'],
      },
    ]);
  });

  it.each([
    ['', 'private'],
    ['shared:1 ', 'shared'],
    ['master:2 propagate_from:1 ', 'slave'],
    ['unbindable ', 'unbindable'],
  ])('tells the propagation of "%s"', (optional, propagation) => {
    expect(parseMountInfo(`1 0 0:1 / / rw ${optional}- tmpfs x rw\n`)[0]?.propagation).toBe(propagation);
  });

  it('keeps an empty source apart from the options, and takes "-" for the separator only after field six', () => {
    const [entry] = parseMountInfo('1 0 0:1 - /a rw - tmpfs  rw,size=1k\n');
    expect(entry).toMatchObject({ root: '-', fsType: 'tmpfs', source: '', superOptions: ['rw', 'size=1k'] });
  });

  it('says which line no kernel writes', () => {
    expect(() => parseMountInfo('what is this\n')).toThrow(/no kernel writes: "what is this"/);
  });

  it('gives back any path that the kernel may write', () => {
    fc.assert(
      fc.property(
        pathBytes,
        pathBytes,
        anyBytes.filter((b) => !b.includes(0)),
        (root, point, source) => {
          const text = Buffer.concat([
            Buffer.from('7 1 0:9 '),
            mangle(root),
            Buffer.from(' '),
            mangle(point),
            Buffer.from(' rw shared:1 - tmpfs '),
            mangle(source),
            Buffer.from(' rw\n'),
          ]);
          const [entry] = parseMountInfo(text);
          expect(pathToBytes(entry?.root ?? '').equals(root)).toBe(true);
          expect(pathToBytes(entry?.mountPoint ?? '').equals(point)).toBe(true);
          expect(pathToBytes(entry?.source ?? '').equals(Buffer.from(source))).toBe(true);
          expect(entry?.superOptions).toEqual(['rw']);
        },
      ),
    );
  });
});

describe('the mounts', () => {
  const table = parseMountInfo(
    [
      '1 1 8:1 / / rw - ext4 /dev/a rw',
      '2 1 0:5 / /a rw - tmpfs a rw',
      '3 2 0:6 / /a/b ro - tmpfs b rw',
      '4 2 0:7 / /a rw - tmpfs over ro', // covers all of the mounts before it at /a
      '5 1 8:1 /x /ab rw - ext4 /dev/a rw',
      '6 1 8:1 /x /elsewhere rw - ext4 /dev/a rw',
    ].join('\n'),
  );
  const find = (id: number): MountEntry => table.find((entry) => entry.id === id) as MountEntry;

  it('at a path are listed with the top one last', () => {
    expect(at(table, '/a').map((entry) => entry.id)).toEqual([2, 4]);
  });

  it('below a path do not include names that only begin alike', () => {
    expect(below(table, '/a').map((entry) => entry.id)).toEqual([2, 3, 4]);
    expect(below(table, '/')).toHaveLength(table.length);
  });

  it('that hold a path are found as the kernel walks there', () => {
    expect(holding(table, '/a/b/c')?.id).toBe(4);
    expect(holding(table, '/ab/c')?.id).toBe(5);
    expect(holding(table, '/abc')?.id).toBe(1);
  });

  it('know bind mounts of one directory, and read-only by either option', () => {
    expect(sameDeviceAndRoot(find(5), find(6))).toBe(true);
    expect(sameDeviceAndRoot(find(1), find(5))).toBe(false);
    expect([2, 3, 4].map((id) => isReadOnly(find(id)))).toEqual([false, true, true]);
  });
});

describe('readMountTable', () => {
  it('sees this machine, with the file kept open', () => {
    expect(readMountTable().some((entry) => entry.mountPoint === '/')).toBe(true);
    expect(readMountTable()).toBe(readMountTable());
  });

  it('sees each mount and unmount at once, with odd names', async (context) => {
    needs(context, 'root');
    const seen = await inMountNamespace<unknown[]>(new URL('./mount-table.inside.ts', import.meta.url));
    expect(seen).toEqual([
      { name: 'a b', mounted: true, stacked: 2, left: 0 },
      { name: 'back\\slash', mounted: true, stacked: 2, left: 0 },
      { name: 'new\nline\ttab', mounted: true, stacked: 2, left: 0 },
      { name: 'bytes \udcff\udc80', mounted: true, stacked: 2, left: 0 },
      { name: 'ü#', mounted: true, stacked: 2, left: 0 },
    ]);
  });
});
