import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { cleanMountPoint } from '../../../src/kubelet/disk/clean-mount-point.ts';
import { deviceInUse } from '../../../src/kubelet/disk/device-in-use.ts';
import { diskFormat } from '../../../src/kubelet/disk/disk-format.ts';
import { formatAndMount } from '../../../src/kubelet/disk/format-and-mount.ts';
import { bindMount, unmountPath } from '../../../src/kubelet/disk/mount.ts';
import { mountReferences, mountSource } from '../../../src/kubelet/disk/references.ts';
import { resizeFilesystem } from '../../../src/kubelet/disk/resize-filesystem.ts';
import { readMountTable } from '../../../src/kubelet/mount-table.ts';
import { at } from '../../../src/kubelet/mounts.ts';
import { profileFor } from '../../../src/kubelet/profile.ts';
import { scratch, tell } from '../../support/inside.ts';
import { withLoop } from '../../support/loop.ts';

const seen: Record<string, unknown> = {};
const profile = profileFor('1.32');

/** What came of it: `done`, or the error's name and text, with the names of this run taken out. */
async function outcome(act: () => Promise<void>, device = '<none>'): Promise<string> {
  try {
    await act();
    return 'done';
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`.replaceAll(scratch, '').replaceAll(device, '<device>');
  }
}

function target(name: string): string {
  const path = `${scratch}/${name}`;
  mkdirSync(path);
  return path;
}

const mounted = (path: string): string[] =>
  at(readMountTable(), path).map(
    (e) => `${e.fsType} ${e.options.filter((o) => o === 'ro' || o === 'rw').join()}`,
  );

async function ext4(): Promise<void> {
  await withLoop(`${scratch}/ext4.img`, 16, async (device) => {
    const gdir = target('gdir');
    seen.blank = await diskFormat(device);
    seen.blankReadOnly = await outcome(() => formatAndMount(device, gdir, 'ext4', true), device);
    seen.stillBlank = await diskFormat(device);
    seen.inUseBefore = deviceInUse(device);
    seen.first = await outcome(() => formatAndMount(device, gdir, '', false), device);
    seen.firstMounts = mounted(gdir);
    seen.reserved = /Reserved block count:\s+(\d+)/.exec(
      execFileSync('dumpe2fs', ['-h', device], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    )?.[1];
    seen.inUse = deviceInUse(device);
    writeFileSync(`${gdir}/data`, 'kept');
    seen.noReferences = mountReferences(gdir);
    const dir = target('dir');
    seen.bind = await outcome(() => bindMount(gdir, dir));
    seen.references = mountReferences(gdir).map((path) => path.replace(scratch, ''));
    seen.source = { mounts: mountSource(gdir).mounts, device: mountSource(gdir).device === device };
    seen.cleanDir = await outcome(() => cleanMountPoint(dir, profile));
    seen.dirLeft = existsSync(dir);
    await unmountPath(gdir);
    seen.again = await outcome(() => formatAndMount(device, gdir, 'ext4', true), device);
    seen.againMounts = mounted(gdir);
    seen.data = readFileSync(`${gdir}/data`, 'utf8');
    await unmountPath(gdir);
    seen.otherType = await outcome(() => formatAndMount(device, gdir, 'xfs', false), device);
    seen.unmountNothing = await outcome(() => unmountPath(gdir));
    seen.cleanUnmounted = await outcome(() => cleanMountPoint(gdir, profile));
    seen.cleanMissing = await outcome(() => cleanMountPoint(gdir, profile));
  });
}

async function damaged(): Promise<void> {
  await withLoop(`${scratch}/damaged.img`, 8, async (device) => {
    const path = target('damaged');
    execFileSync('mkfs.ext4', ['-q', '-b', '1024', device]);
    // The root directory's inode is gone: fsck -a gives up with exit code 4.
    execFileSync('debugfs', ['-w', '-R', 'clri <2>', device], { stdio: 'ignore' });
    execFileSync('debugfs', ['-w', '-R', 'set_super_value state 2', device], { stdio: 'ignore' });
    seen.damaged = (await outcome(() => formatAndMount(device, path, 'ext4', false), device)).split('\n')[0];
  });
}

async function partitions(): Promise<void> {
  await withLoop(`${scratch}/table.img`, 8, async (device) => {
    const path = target('table');
    const entry = Buffer.alloc(66);
    Buffer.from('0000020083ffff0000080000004000', 'hex').copy(entry);
    entry.writeUInt16LE(0xaa55, 64);
    const file = openSync(device, 'r+');
    writeSync(file, entry, 0, 66, 446);
    closeSync(file);
    seen.partitions = await diskFormat(device);
    seen.mountPartitions = (await outcome(() => formatAndMount(device, path, 'ext4', false), device)).split(
      '\n',
    )[0];
    seen.stillPartitions = await diskFormat(device);
  });
}

async function strange(): Promise<void> {
  await withLoop(`${scratch}/strange.img`, 8, async (device) => {
    const path = target('strange');
    seen.noSuchFilesystem = await outcome(() => formatAndMount(device, path, 'nosuchfs', false), device);
    seen.tooSmall = (await outcome(() => formatAndMount(device, path, 'xfs', false), device)).split(
      ' output:',
    )[0];
  });
  seen.noSuchDevice = await outcome(() => formatAndMount('/no/such/device', target('none'), 'ext4', false));
  seen.deviceNames = ['', '/no/such/device', scratch].map((name) => deviceInUse(name));
  seen.missingReferences = mountReferences(`${scratch}/missing`);
}

async function resize(): Promise<void> {
  await withLoop(`${scratch}/grow.img`, 320, async (device) => {
    const path = target('grow');
    seen.resizeBlank = await outcome(() => resizeFilesystem(device, path), device);
    await formatAndMount(device, path, 'xfs', false);
    const size = (): number => Number(execFileSync('stat', ['-f', '-c', '%b', path]));
    const before = size();
    truncateSync(`${scratch}/grow.img`, 400 << 20);
    execFileSync('losetup', ['--set-capacity', device]);
    seen.resizeXfs = await outcome(() => resizeFilesystem(device, path), device);
    seen.grew = size() > before;
    await unmountPath(path);
  });
  await withLoop(`${scratch}/grow-ext4.img`, 16, async (device) => {
    const path = target('grow-ext4');
    await formatAndMount(device, path, 'ext4', false);
    seen.resizeSame = await outcome(() => resizeFilesystem(device, path), device);
    truncateSync(`${scratch}/grow-ext4.img`, 32 << 20);
    execFileSync('losetup', ['--set-capacity', device]);
    seen.resizeExt4 = await outcome(() => resizeFilesystem(device, path), device);
    await unmountPath(path);
  });
  await withLoop(`${scratch}/grow-ext2.img`, 8, async (device) => {
    execFileSync('mkfs.ext2', ['-q', device]);
    seen.resizeOther = await outcome(() => resizeFilesystem(device, '/somewhere'), device);
  });
}

await ext4();
await damaged();
await partitions();
await strange();
await resize();
tell(seen);
