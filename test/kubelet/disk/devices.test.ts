import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { inMountNamespace } from '../../support/namespace.ts';
import { lacks } from '../../support/needs.ts';

const lacking = lacks(
  'root',
  'mkfs.ext4',
  'mkfs.ext2',
  'mkfs.xfs',
  'xfs_growfs',
  'resize2fs',
  'debugfs',
  'dumpe2fs',
  'fsck',
);
const mayGrowExt =
  (BigInt(`0x${/^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]}`) >> 24n) & 1n;

describe.skipIf(lacking !== '')(`what a kubelet does with devices by itself ${lacking}`, () => {
  let seen: Record<string, unknown>;
  beforeAll(async () => {
    seen = await inMountNamespace(new URL('./devices.inside.ts', import.meta.url));
  });

  it('formats a blank device once, as ext4 without reserved blocks when nothing is said', () => {
    expect(seen).toMatchObject({ blank: '', first: 'done', firstMounts: ['ext4 rw'], reserved: '0' });
  });

  it('does not format for a read-only volume', () => {
    expect(seen).toMatchObject({
      blankReadOnly:
        'KubeletError: cannot mount unformatted disk <device> as we are manipulating it in read-only mode',
      stillBlank: '',
    });
  });

  it('keeps the data of a device that has a filesystem, and mounts it read-only when asked', () => {
    expect(seen).toMatchObject({ again: 'done', againMounts: ['ext4 ro'], data: 'kept' });
  });

  it('does not format another filesystem than the one asked for, and says what mount said', () => {
    expect(seen.otherType).toMatch(
      /^KubeletError: mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t xfs -o rw,defaults <device> \/gdir\nOutput: .*/,
    );
  });

  it('refuses a filesystem that fsck cannot mend', () => {
    expect(seen.damaged).toMatch(
      /^KubeletError: 'fsck' found errors on device <device> but could not correct them: /,
    );
  });

  it('never formats over a partition table', () => {
    expect(seen).toMatchObject({
      partitions: 'unknown data, probably partitions',
      mountPartitions: 'KubeletError: mount failed: exit status 32',
      stillPartitions: 'unknown data, probably partitions',
    });
  });

  it("tells in the kubelet's words what cannot be formatted", () => {
    expect(seen.noSuchFilesystem).toBe(
      'KubeletError: format of disk "<device>" failed: type:("nosuchfs") target:("/strange") options:("rw,defaults") errcode:(executable file not found in $PATH) output:() ',
    );
    expect(seen.tooSmall).toBe(
      'KubeletError: format of disk "<device>" failed: type:("xfs") target:("/strange") options:("rw,defaults") errcode:(exit status 1)',
    );
    // blkid's code for a missing device is the one for a blank one, so it is formatting that fails.
    expect(seen.noSuchDevice).toMatch(/^KubeletError: format of disk "\/no\/such\/device" failed: /);
  });

  it('sees that a device is in use, and what else shows it', () => {
    expect(seen).toMatchObject({
      inUseBefore: false,
      inUse: true,
      deviceNames: [false, false, false],
      noReferences: [],
      references: ['/dir'],
      source: { mounts: 2, device: true },
      missingReferences: [],
    });
  });

  it('unmounts and removes a directory, or removes it alone', () => {
    expect(seen).toMatchObject({ bind: 'done', cleanDir: 'done', dirLeft: false });
    expect(seen).toMatchObject({ cleanUnmounted: 'done', cleanMissing: 'done' });
    expect(seen.unmountNothing).toMatch(
      /^KubeletError: unmount failed: exit status 32\nUnmounting arguments: \/gdir\nOutput: /,
    );
  });

  it('grows xfs, has nothing to do on a blank device, and refuses the rest', () => {
    expect(seen).toMatchObject({ resizeBlank: 'done', resizeXfs: 'done', grew: true, resizeSame: 'done' });
    expect(seen.resizeOther).toBe(
      'KubeletError: ResizeFS.Resize - resize of format ext2 is not supported for device <device> mounted at /somewhere',
    );
  });

  it('grows ext4, or says that this machine may not', () => {
    if (mayGrowExt) expect(seen.resizeExt4).toBe('done');
    else
      expect(seen.resizeExt4).toMatch(
        /^HarnessError: a mounted ext filesystem cannot be grown here: .*CAP_SYS_RESOURCE/,
      );
  });
});
