import { lstatSync, rmdirSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { makeDirectories } from './directories.ts';
import { type Mount, mountedAt } from './mount-table.ts';
import { must, run } from './tools.ts';
import { errorCode, shown, Trouble } from './trouble.ts';

const access = (readOnly: boolean) => (readOnly ? 'ro' : 'rw');

export function mountFilesystem(device: string, fsType: string, path: string, readOnly: boolean): void {
  // Explicit rw, or mount falls back to read-only in silence. nouuid: copies of one xfs image have one UUID.
  const options = fsType === 'xfs' ? `${access(readOnly)},nouuid` : access(readOnly);
  onDirectory(path, () =>
    must(`cannot mount ${device}`, 'mount', '-t', fsType, '-o', options, '--', device, path),
  );
}

/** Mounts the same filesystem at a second place, read-only there alone. */
export function bind(source: string, path: string, readOnly: boolean): void {
  onDirectory(path, () => {
    must(`cannot mount ${source}`, 'mount', '--bind', '--', source, path);
    setAccess(path, readOnly);
  });
}

/** Of one mount; others of the filesystem stay as they are. */
export function setAccess(path: string, readOnly: boolean): void {
  const mode = access(readOnly);
  if (mountedAt(path)?.readOnly === readOnly) return;
  must(`cannot make ${shown(path)} ${mode}`, 'mount', '-o', `remount,bind,${mode}`, '--', path);
}

/** Of a whole filesystem that was first mounted for a read-only pod. */
export function makeWritable(mount: Mount): void {
  if (!mount.filesystemReadOnly) return;
  must(`cannot make ${shown(mount.path)} writable`, 'mount', '-o', 'remount,rw', '--', mount.path);
}

/**
 * Unmounts whatever is mounted on exactly that directory; nothing there is a success. The directory itself and what may
 * lie in it are the kubelet's.
 */
export function unmountAll(path: string): void {
  let mounted = mountedAt(path);
  while (mounted) {
    const ended = run('umount', '--', mounted.path);
    mounted = mountedAt(path);
    if (ended.code !== 0 && mounted) throw new Trouble(stillMounted(path, ended.complaint));
  }
}

function stillMounted(path: string, complaint: string): string {
  const advice = `something still uses it; fuser -vm ${shown(path)} shows which processes: end them and call again`;
  return `cannot unmount ${shown(path)}: ${/busy/.test(complaint) ? advice : complaint}`;
}

/** A mount that fails leaves no mount, and no directory that was not there before. */
function onDirectory(path: string, mount: () => void): void {
  const made = makeDirectory(path);
  try {
    mount();
  } catch (error) {
    unmountAll(path);
    if (made) rmdirSync(path);
    throw error;
  }
}

/** @returns whether it had to be made; kubelets of today make it */
function makeDirectory(path: string): boolean {
  if (!isAbsolute(path))
    throw new Trouble(`${shown(path)} is no absolute path: give the directory to mount on`);
  try {
    if (lstatSync(path).isDirectory()) return false;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    makeDirectories(path, 0o750);
    return true;
  }
  throw new Trouble(`cannot mount on ${shown(path)}: it is no directory`);
}
