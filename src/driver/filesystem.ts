import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Filesystem } from './options.ts';
import { type Attachment, remember } from './state.ts';
import { must, run } from './tools.ts';
import { Trouble } from './trouble.ts';

const MIB = 1024 ** 2;

export interface Wanted {
  /** Undefined: whatever is there, ext4 when nothing is. */
  fsType: Filesystem | undefined;
  readOnly: boolean;
}

/**
 * Makes the device ready to be mounted: formats it if it is blank, repairs what a crash left, and never formats what holds
 * anything.
 *
 * A call that is killed in mkfs leaves half a filesystem, which looks like someone's data. So the UUID of the filesystem
 * that is to be is written down first: what has that UUID, and does not stand a check, is ours and was never used.
 * @returns the filesystem that is on it
 */
export function prepare(device: string, attachment: Attachment, wanted: Wanted): string {
  const found = probe(device);
  const mine = attachment.formatting !== undefined && found.UUID === attachment.formatting;
  if (found.PTTYPE)
    throw new Trouble(`${device} has a partition table (${found.PTTYPE}): give an image without one`);
  if (!found.TYPE || (mine && !isSound(device, found.TYPE))) return format(device, attachment, wanted, mine);
  if (attachment.formatting) remember({ volume: attachment.volume, image: attachment.image });
  if (wanted.fsType && wanted.fsType !== found.TYPE) {
    throw new Trouble(
      `${device} holds ${found.TYPE} and is never formatted again: set fsType to it, not ${wanted.fsType}`,
    );
  }
  if (found.TYPE === 'ext4' && !wanted.readOnly) repair(device);
  return found.TYPE;
}

/** Grows a mounted filesystem to the size of its device. */
export function grow(fsType: string, device: string, path: string): void {
  if (/^ext[234]$/.test(fsType)) must(`cannot grow ${fsType}`, 'resize2fs', device);
  else if (fsType === 'xfs') must('cannot grow xfs', 'xfs_growfs', path);
  else throw new Trouble(`cannot grow ${fsType}: this driver grows ext4 and xfs`);
}

function format(device: string, attachment: Attachment, wanted: Wanted, mine: boolean): string {
  if (wanted.readOnly)
    throw new Trouble(`${device} is blank and cannot be formatted read-only: mount it writable once`);
  if (!mine && attachment.formatting === undefined && !startsWithZeros(device)) {
    throw new Trouble(`${device} holds data, but no filesystem known here: to lose it, zero its first MiB`);
  }
  const fsType = wanted.fsType ?? 'ext4';
  const uuid = readFileSync('/proc/sys/kernel/random/uuid', 'utf8').trim();
  remember({ ...attachment, formatting: uuid });
  const options = fsType === 'xfs' ? ['-q', '-f', '-m', `uuid=${uuid}`] : ['-q', '-F', '-m', '0', '-U', uuid];
  must(`cannot make ${fsType} on ${device}`, `mkfs.${fsType}`, ...options, device);
  remember({ volume: attachment.volume, image: attachment.image });
  return fsType;
}

/** @returns what blkid finds: TYPE, UUID, PTTYPE; {} when it finds nothing */
function probe(device: string): Record<string, string> {
  const tags = ['-s', 'TYPE', '-s', 'UUID', '-s', 'PTTYPE'];
  const found = run('blkid', '-p', ...tags, '-o', 'export', device);
  if (found.code !== 0 && found.code !== 2)
    throw new Trouble(`cannot tell what ${device} holds: ${found.complaint}`);
  return Object.fromEntries(found.out.split('\n').map((line) => line.split('=', 2)));
}

/** blkid says of a device that it cannot read and of a text file what it says of a blank one. */
function startsWithZeros(device: string): boolean {
  const start = Buffer.alloc(MIB, 1);
  const file = openSync(device, 'r');
  try {
    return start.subarray(0, readSync(file, start, 0, MIB, 0)).every((byte) => byte === 0);
  } finally {
    closeSync(file);
  }
}

function isSound(device: string, fsType: string): boolean {
  const check = fsType === 'xfs' ? run('xfs_repair', '-n', device) : run('e2fsck', '-n', '-f', device);
  return check.code === 0;
}

/** What fsck can mend without asking, as a kubelet does before it mounts. */
function repair(device: string): void {
  const { code, out } = run('e2fsck', '-p', device);
  if (code < 0 || code >= 4)
    throw new Trouble(`${device} is damaged: run e2fsck -f on it; ${out.trim().slice(0, 500)}`);
}
