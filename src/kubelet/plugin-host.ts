import type { Secret } from './managed-volume.ts';
import type { Profile } from './profile.ts';
import type { Conclusion } from './types.ts';

/** What the kubelet does on disk by itself. Errors are those of the system, or the kubelet's own texts. */
export interface Disk {
  /** @throws when the path cannot be examined; `code` is the errno name */
  looksMounted: (path: string) => boolean;
  /** False only when there is nothing. @throws when the path cannot be examined */
  exists: (path: string) => boolean;
  /** With its parents, mode 0750. */
  makeDirectory: (path: string) => void;
  /** One unlink or rmdir, whichever does it. */
  remove: (path: string) => void;
  /** Formats if blank, checks, mounts. */
  formatAndMount: (device: string, target: string, fsType: string, readOnly: boolean) => Promise<void>;
  /** A plain mount, as kubelets before 1.6 do. */
  mount: (device: string, target: string, fsType: string, options: readonly string[]) => Promise<void>;
  bindMount: (source: string, target: string) => Promise<void>;
  /** umount, when it is mounted, and rmdir. */
  cleanMountPoint: (path: string) => Promise<void>;
  resizeFilesystem: (device: string, path: string) => Promise<void>;
  /** Gives the tree to a group, as the kubelet does for fsGroup. */
  setOwnership: (path: string, fsGroup: number) => Promise<void> | void;
  /** Where else the same directory of the same filesystem is mounted. */
  mountReferences: (path: string) => string[];
  /** The source of the mount on a path, and how many mounts have the same source. */
  mountSource: (path: string) => { device: string; mounts: number };
  /** Whether it is a device that someone holds open or mounted. */
  deviceInUse: (device: string) => boolean;
}

/** What a plugin asks of the kubelet it lives in. */
export interface PluginHost {
  readonly profile: Profile;
  /** The kubelet's root directory, usually /var/lib/kubelet. */
  readonly root: string;
  readonly nodeName: string;
  readonly disk: Disk;
  /** One call to a driver; waitforattach alone has a limit. */
  call(driver: string, argv: readonly string[]): Promise<Conclusion>;
  /** @returns undefined when there is none of that name */
  secret(ref: { namespace: string; name: string }): Secret | undefined;
}
