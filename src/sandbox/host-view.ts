import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type MountEntry, readMountTable } from './mount-table.ts';

/** One of the host's filesystems as a cell sees it. */
export interface Layer {
  /** Where it is mounted. */
  path: string;
  /**
   * `overlay`: what is written goes to the cell's memory. `file`: a single file, bound read-only.
   * `tree`: bound as it is with all that is mounted below it, where an ordinary user can do no better.
   */
  kind: 'overlay' | 'file' | 'tree';
}

/** Filesystems that hold no files of the host's: a cell has its own, or none. */
const NOT_FILES = new Set(
  'autofs binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts devtmpfs efivarfs fusectl hugetlbfs mqueue nsfs proc pstore rpc_pipefs securityfs selinuxfs sysfs tracefs'.split(
    ' ',
  ),
);
/** Their server may be gone, and then whoever looks hangs: shown only when something that is needed lies there. */
const REMOTE = /^(9p|afs|ceph|cifs|fuse(\..+)?|glusterfs|lustre|ncpfs|nfs4?|smb3?|virtiofs)$/;
/** Where a cell has something of its own, and where other programs keep the mounts of their containers and users. */
const NOT_SHOWN = [
  '/dev',
  '/proc',
  '/sys',
  '/var/lib/kubelet',
  '/run/flexcert',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/run/containerd',
  '/run/docker',
  '/run/netns',
  '/run/user',
  '/snap',
];

/**
 * The host's filesystems that a cell is to see, outermost first. An overlay of `/` shows what is on that
 * filesystem alone, so what is mounted below it has to be laid over too.
 * @param needed paths that have to be seen, wherever they are
 */
export function hostLayers(
  needed: readonly string[],
  table: readonly MountEntry[] = readMountTable(),
): Layer[] {
  const layers = new Map<string, Layer>();
  for (const entry of table) {
    const path = entry.mountPoint;
    // A mount over a directory hides whatever was mounted there and below it before.
    for (const other of layers.keys()) if (isWithin(other, path)) layers.delete(other);
    if (!isShown(entry, needed)) continue;
    const kind = REMOTE.test(entry.fsType) ? 'overlay' : kindOf(path);
    if (kind !== undefined) layers.set(path, { path, kind });
  }
  return [...layers.values()].sort((a, b) => a.path.length - b.path.length);
}

function isShown({ mountPoint, fsType }: MountEntry, needed: readonly string[]): boolean {
  if (mountPoint === '/') return true;
  if (NOT_FILES.has(fsType)) return false;
  if (needed.some((path) => isWithin(path, mountPoint))) return true;
  return !REMOTE.test(fsType) && !NOT_SHOWN.some((hidden) => isWithin(mountPoint, hidden));
}

function kindOf(path: string): Layer['kind'] | undefined {
  try {
    return lstatSync(path).isDirectory() ? 'overlay' : 'file';
  } catch {
    // Hidden by a later mount: a cell does without.
    return undefined;
  }
}

/** A directory that exists on the host, or the part of its path that does, symlinks resolved. */
export interface HostPath {
  /** Where it really is or would be. */
  path: string;
  exists: boolean;
  /** Its parents that exist, outermost first, `/` left out: what a layer over them must keep the looks of. */
  parents: { path: string; mode: number; uid: number; gid: number }[];
}

/** Follows a path on the host as far as it exists. */
export function followOnHost(path: string): HostPath {
  const missing: string[] = [];
  let existing = path;
  for (;;) {
    try {
      existing = realpathSync(existing);
      break;
    } catch {
      missing.unshift(existing.slice(existing.lastIndexOf('/') + 1));
      existing = dirname(existing);
    }
  }
  const parents: HostPath['parents'] = [];
  for (let at = existing; at !== '/'; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    parents.unshift({ path: at, mode: mode & 0o7777, uid, gid });
  }
  return { path: join(existing, ...missing), exists: missing.length === 0, parents };
}

/** The innermost layer that holds a path. */
export function layerOf(layers: readonly Layer[], path: string): number {
  return layers.findLastIndex((layer) => layer.kind === 'overlay' && isWithin(path, layer.path));
}

/** Whether `path` is `base` or lies below it. */
export function isWithin(path: string, base: string): boolean {
  return path === base || path.startsWith(base === '/' ? '/' : `${base}/`);
}
