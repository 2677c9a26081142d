import { posix } from 'node:path';

/** Where a kubelet looks for FlexVolume drivers unless it is told otherwise. */
export const PLUGIN_DIRECTORY = '/usr/libexec/kubernetes/kubelet-plugins/volume/exec';

/** `vendor/driver` as a directory's name: every `/` is written `~`. */
export function directoryName(driver: string): string {
  return driver.replaceAll('/', '~');
}

/** The driver that a directory of the plugin directory holds: every `~` reads as `/`. */
export function driverName(directory: string): string {
  return directory.replaceAll('~', '/');
}

/** The executable inside a driver's directory: the last part of the driver's name. */
export function executableName(directory: string): string {
  return directory.slice(directory.lastIndexOf('~') + 1);
}

/** The file that the kubelet executes for a driver, wherever its directory is. */
export function executablePath(pluginDirectory: string, driver: string): string {
  const directory = directoryName(driver);
  return posix.join(pluginDirectory, directory, executableName(directory));
}

/** DIR of docs/kubelet.md: where a pod's volume is mounted. */
export function podVolumePath(root: string, podUid: string, driver: string, specName: string): string {
  return posix.join(root, 'pods', podUid, 'volumes', directoryName(driver), specName);
}

/** GDIR of docs/kubelet.md: where a volume's device is mounted once for all its pods. */
export function deviceMountPath(root: string, driver: string, specName: string): string {
  return posix.join(root, 'plugins/kubernetes.io/flexvolume', driver, 'mounts', specName);
}
