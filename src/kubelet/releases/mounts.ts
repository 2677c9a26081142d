import { before, since } from './switch.ts';

/** What differs in what the kubelet does on disk around the driver's calls. docs/kubelet.md, "Coming" and "Going". */
export const MOUNT_SWITCHES = {
  makesMountDirectory: since('1.6', "Makes the pod's volume directory before it calls mount."),
  removesDirectoryAfterFailedMount: since('1.9', "Removes the pod's volume directory after a failed mount."),
  skipsUnmountWhenNotMounted: before(
    '1.7.5',
    'Does not call unmount when the directory does not look mounted.',
  ),
  unmountsInSpiteOfStatError: since('1.15', 'Calls unmount even when the directory cannot be examined.', {
    likely: true,
  }),
  detachesWithLastMount: before(
    '1.6',
    'Calls detach with the device when its last mount goes, not when the volume is no longer wanted.',
  ),
  formatsBlankDevices: since(
    '1.6',
    'Formats a blank device when mounting it is left to the kubelet. Without it: a plain mount in place of the command.',
  ),
  mountsDeviceOncePerVolume: since(
    '1.15',
    'Calls mountdevice until it succeeded once, for the first pod. Without it: for every pod, stopped only by a directory that looks mounted.',
    { likely: true },
  ),
  asksKernelForMountPoints: since(
    '1.30',
    'Asks the kernel whether a directory is a mount (statx), so that bind mounts of the same filesystem are seen. Without it: compares device numbers with the parent.',
    { likely: true },
  ),
  expandsAfterMount: since(
    '1.24',
    'Calls expandfs after mount, with DIR. Without it: between mountdevice and mount, with GDIR.',
    { likely: true },
  ),
  ownsSymlinks: since('1.21', 'Gives symlinks themselves to the fsGroup (lchown). Without it: skips them.', {
    likely: true,
  }),
};
