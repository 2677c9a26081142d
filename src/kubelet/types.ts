/**
 * The words of this room: one call to a driver, and what a kubelet makes of it.
 * Source of every rule: docs/kubelet.md, which follows the recordings of 1.20.2 and 1.32.10.
 */

/** Commands of the FlexVolume protocol, in the order of a volume's life. */
export const COMMANDS = [
  'init',
  'getvolumename',
  'attach',
  'waitforattach',
  'isattached',
  'mountdevice',
  'mount',
  'unmount',
  'unmountdevice',
  'detach',
  'expandvolume',
  'expandfs',
] as const;
export type Command = (typeof COMMANDS)[number];

/** What the kubelet takes the driver for capable of: its answer, over the defaults where it named none. */
export interface Capabilities {
  attach: boolean;
  selinuxRelabel: boolean;
  supportsMetrics: boolean;
  fsGroup: boolean;
  requiresFSResize: boolean;
}

/** The fields that the kubelet reads from an answer, with Go's zero values where the driver named none. */
export interface DriverStatus {
  status: string;
  message: string;
  device: string;
  volumeName: string;
  attached: boolean;
  /** null: the driver answered `"capabilities": null`, which crashes a kubelet of 1.8 and later at init. */
  capabilities: Capabilities | null;
  /** Bytes. An int64 in Go, hence a bigint here. */
  volumeNewSize: bigint;
}

export type Outcome = 'success' | 'not-supported' | 'failure';

/** What the kubelet concludes from one call. */
export interface Conclusion {
  outcome: Outcome;
  /** The kubelet's error text, word for word. */
  error?: string;
  /** Absent when the answer could not be parsed. */
  status?: DriverStatus;
  /** Why a real kubelet would have crashed here, when it would. */
  crash?: string;
}

/** How the driver's process ended. */
export interface Exit {
  /** Exit code, when it exited. */
  code?: number;
  /** Signal name such as `SIGKILL`, when it was killed. */
  signal?: NodeJS.Signals;
  /** errno name such as `ENOENT`, when it could not be executed at all. */
  spawnError?: string;
}

/** Why reading the answer stopped. Only `eof` is what a kubelet waits for. */
export type CallEnd =
  | 'eof'
  /** The driver did not exit within our own limit and was killed by us. */
  | 'killed'
  /** The driver exited, something else kept the pipe open beyond our limit. */
  | 'held'
  /** The run was aborted. */
  | 'aborted';

/** One call to a driver, kept whole. */
export interface DriverCall {
  /** Absolute path of the executable. */
  executable: string;
  /** Arguments after the executable: the command first. */
  argv: readonly string[];
  /** Both outputs, in the order written; the head and the tail when there was more than the limit. */
  output: Buffer;
  /** Bytes the driver really wrote. */
  outputBytes: number;
  /** Offset in `output` where bytes were left out, when they were. */
  cutAt?: number;
  exit: Exit;
  end: CallEnd;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Milliseconds until the driver's own process was gone. */
  exitMs: number;
  /** Milliseconds until the driver was gone and its output at end of file: what the kubelet waits for. */
  durationMs: number;
  /** Who still had the output open when the call did not end. */
  holders?: readonly { pid: number; command: string }[];
  conclusion: Conclusion;
}

/** A volume as the kubelet knows it once claims are resolved. Names are Kubernetes' own. */
export interface VolumeSpec {
  /** `vendor/driver` as written in the manifest. */
  driver: string;
  /** The PV's name, or the pod's volume name when inline: the `spec name` of docs/kubelet.md. */
  name: string;
  /** May be empty. */
  fsType: string;
  readOnly: boolean;
  /** The user's options, which override the kubelet's own keys. */
  options: Readonly<Record<string, string>>;
  /** Decoded secret values by key; passed to mount alone. */
  secret?: Readonly<Record<string, Uint8Array>>;
  /** Set for a PersistentVolume, absent for an inline volume. */
  persistent?: { capacityBytes: number; claim: { namespace: string; name: string } };
}

/** What of a pod reaches a driver. */
export interface PodSpec {
  name: string;
  namespace: string;
  uid: string;
  /** May be empty. */
  serviceAccountName: string;
  fsGroup?: number;
}
