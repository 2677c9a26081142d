import type { VolumeSpec } from '../../kubelet/types.ts';

/** A volume made for one requirement. */
export interface TestVolume {
  /** What the kubelet knows of it. */
  readonly spec: VolumeSpec;
  /** The spec name: what detach gets, the last part of every path. */
  readonly name: string;
  /** Absolute path of the backing file, when the template has `{{image}}` or `{{device}}`. */
  readonly image?: string;
  /** The loop device, when the template has `{{device}}`. */
  readonly device?: string;
  /** Absolute path of the directory, when the template has `{{directory}}`. */
  readonly directory?: string;
  /**
   * The same volume (same name, same fixtures) told to the kubelet otherwise, for example read-only.
   * Nothing is made anew.
   */
  with(changes: VolumeChanges): TestVolume;
  /**
   * The same volume as a restarted kubelet finds it on the disk when its pod is gone: driver and spec name
   * are all it knows, the user's options are lost (docs/kubelet.md, restart).
   */
  readonly forgotten: TestVolume;
}

export interface VolumeChanges {
  /** The spec name. */
  name?: string;
  fsType?: string;
  readOnly?: boolean;
  /** In place of all options. */
  options?: Readonly<Record<string, string>>;
  /** Beside the options there are; wins over one of the same key. */
  addOptions?: Readonly<Record<string, string>>;
  /** In place of the whole secret; values as the driver finds them once it has decoded them. */
  secret?: Readonly<Record<string, string | Uint8Array>>;
  /** Makes it a PersistentVolume of that capacity in bytes, with a claim of its own. */
  capacityBytes?: number;
}

/** Changes to the template, and what only a new volume can have. */
export interface VolumeOverrides extends VolumeChanges {
  /** What is on the image: `none` is blank. Without it, as `fixtures.filesystem` says. */
  filesystem?: 'none' | 'ext4' | 'xfs';
  sizeMiB?: number;
  /** Asks for a template with that placeholder; without it the requirement's needs decide. */
  makes?: 'image' | 'directory';
}
