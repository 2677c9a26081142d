import { cleanMountPoint } from './disk/clean-mount-point.ts';
import { deviceInUse } from './disk/device-in-use.ts';
import { exists, makeDirectory, removeDirectory } from './disk/directories.ts';
import { formatAndMount } from './disk/format-and-mount.ts';
import { applyFsGroup } from './disk/fs-group.ts';
import { looksMounted } from './disk/looks-mounted.ts';
import { bindMount, mount } from './disk/mount.ts';
import { mountReferences, mountSource } from './disk/references.ts';
import { resizeFilesystem } from './disk/resize-filesystem.ts';
import type { Profile } from './profile.ts';

/** Everything that a kubelet of one release does on disk by itself, on the real one. */
export function realDisk(profile: Profile) {
  return {
    looksMounted: (path: string) => looksMounted(path, profile),
    exists,
    makeDirectory,
    remove: removeDirectory,
    formatAndMount,
    mount,
    bindMount,
    cleanMountPoint: (path: string) => cleanMountPoint(path, profile),
    resizeFilesystem,
    setOwnership: (path: string, fsGroup: number) => applyFsGroup(path, fsGroup, profile),
    mountReferences,
    mountSource,
    deviceInUse,
  };
}
