import { openSync, readSync } from 'node:fs';
import { HarnessError } from '../errors.ts';
import { changedLines } from './changed-lines.ts';
import { pathFromBytes } from './path-bytes.ts';

/** One line of `/proc/self/mountinfo`, escapes undone. See proc_pid_mountinfo(5). */
export interface MountEntry {
  id: number;
  parentId: number;
  /** `major:minor` of the filesystem: what `st_dev` says of files in it. */
  device: string;
  /** Which directory of the filesystem is mounted: `/`, or the source of a bind mount. */
  root: string;
  mountPoint: string;
  /** Options of this mount: `ro`, `nosuid` ... */
  options: readonly string[];
  /** Optional fields as they stand: `shared:1`, `master:2`, `propagate_from:3`, `unbindable`. */
  optional: readonly string[];
  propagation: Propagation;
  fsType: string;
  /** May be empty: `mount -t tmpfs "" /mnt` is allowed. */
  source: string;
  /** Options of the filesystem itself; `ro` here outranks `rw` of the mount. */
  superOptions: readonly string[];
}

export type Propagation = 'private' | 'shared' | 'slave' | 'shared,slave' | 'unbindable';

const READ_SIZE = 1 << 16;
let table: number | undefined;
let buffer = Buffer.alloc(READ_SIZE);
let lastBytes = Buffer.alloc(0);
let lastEntries: readonly MountEntry[] = [];

/**
 * The mounts that this process sees, in the kernel's order: of several at one place, the last is on top.
 * One file stays open and is read again from its start, and a line that has not changed is not parsed again: its
 * entry is the very object it was. So this may be called after every driver call.
 * @throws HarnessError when /proc is not mounted
 */
export function readMountTable(): readonly MountEntry[] {
  const bytes = readBytes();
  if (!bytes.equals(lastBytes)) {
    const { head, gone, come } = changedLines(lastBytes, bytes, lastEntries.length);
    // Between the first line that changed and the last there may be some that did not.
    const known = new Map(linesOf(gone).map((line, index) => [line, lastEntries[head + index]]));
    const between = linesOf(come).map((line) => known.get(line) ?? parseLine(line));
    lastEntries = [...lastEntries.slice(0, head), ...between, ...lastEntries.slice(head + known.size)];
    lastBytes = Buffer.from(bytes);
  }
  return lastEntries;
}

/**
 * Parses the whole text of a mountinfo file.
 * @throws HarnessError for a line that no kernel writes
 */
export function parseMountInfo(text: Uint8Array | string): MountEntry[] {
  return linesOf(text).map(parseLine);
}

/** latin1 keeps every byte as one character, so that splitting is safe before anything is decoded. */
function linesOf(text: Uint8Array | string): string[] {
  const lines = Buffer.from(text as Uint8Array)
    .toString('latin1')
    .split('\n');
  return lines.filter((line) => line !== '');
}

function readBytes(): Buffer {
  table ??= openTable();
  let length = 0;
  for (;;) {
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
    const count = readSync(table, buffer, length, buffer.length - length, length);
    if (count === 0) return buffer.subarray(0, length);
    length += count;
  }
}

function openTable(): number {
  try {
    return openSync('/proc/self/mountinfo', 'r');
  } catch (error) {
    throw new HarnessError(
      `the mount table cannot be read (${(error as Error).message}): mount /proc, then try again`,
    );
  }
}

function parseLine(line: string): MountEntry {
  // One blank parts two fields, even when a field is empty.
  const fields = line.split(' ');
  const separator = fields.indexOf('-', 6);
  const [id, parentId, device, root, mountPoint, options] = fields;
  const [fsType, source, ...superOptions] = separator < 0 ? [] : fields.slice(separator + 1);
  if (root === undefined || mountPoint === undefined || fsType === undefined || source === undefined) {
    throw new HarnessError(`a line of /proc/self/mountinfo that no kernel writes: "${line}"`);
  }
  const optional = fields.slice(6, separator);
  return {
    id: Number(id),
    parentId: Number(parentId),
    device: device ?? '',
    root: unmangle(root),
    mountPoint: unmangle(mountPoint),
    options: (options ?? '').split(','),
    optional,
    propagation: propagationOf(optional),
    fsType: unmangle(fsType),
    source: unmangle(source),
    // Some filesystems write blanks of their own into their options.
    superOptions: unmangle(superOptions.join(' ')).split(','),
  };
}

/** The kernel writes blank, tab, newline, backslash (and newer ones `#`) as three octal digits. */
function unmangle(field: string): string {
  const plain = field.includes('\\')
    ? field.replace(/\\([0-3][0-7]{2})/g, (_, digits: string) =>
        String.fromCharCode(Number.parseInt(digits, 8)),
      )
    : field;
  return /^[\0-\x7f]*$/.test(plain) ? plain : pathFromBytes(Buffer.from(plain, 'latin1'));
}

function propagationOf(optional: readonly string[]): Propagation {
  const has = (tag: string): boolean => optional.some((field) => field.startsWith(tag));
  if (has('unbindable')) return 'unbindable';
  if (has('shared:')) return has('master:') ? 'shared,slave' : 'shared';
  return has('master:') ? 'slave' : 'private';
}
