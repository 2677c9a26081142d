import type { DriverStatus } from '../../kubelet/types.ts';
import type { Call } from './kubelet.ts';
import type { Mount, Snapshot } from './node.ts';

/** Expectations. Each throws {@link ExpectationFailed} and so ends the body when it does not hold. */
export interface Expect {
  /** The kubelet takes the call for a success. @returns what it read */
  success(call: Call): DriverStatus;
  /** The kubelet takes it for a failure that the driver told in words: one JSON document, in time. */
  failure(call: Call): DriverStatus;
  notSupported(call: Call): void;
  /** Success or Not supported: what a kubelet goes on with. */
  accepted(call: Call): void;
  /** The driver answered, with whatever: one JSON document, in time, and no crash of the kubelet. */
  answered(call: Call): DriverStatus;
  /** Milliseconds until the end of file. */
  within(call: Call, ms: number): void;

  /** Anything else. `expected` and `came` are told as they stand. */
  that(holds: boolean, expected: string, came: string, call?: Call): void;
  /** Deep equality of plain data. */
  equal<T>(came: T, expected: T, what: string, call?: Call): void;

  /** Exactly one mount on the directory (or `times`), of the given kind. @returns the uppermost */
  mounted(dir: string, kind?: MountKind, call?: Call): Mount;
  notMounted(dir: string, call?: Call): void;
  /** Absent, or an empty directory that a kubelet can remove with one rmdir. */
  emptyOrGone(dir: string, call?: Call): void;
  /** A file can be written there. */
  writable(dir: string, call?: Call): void;
  /** A write there ends with EROFS. */
  readOnly(dir: string, call?: Call): void;
  /** The file that `node.write` wrote is there, with that content. */
  holds(dir: string, content: string, name?: string): void;
  /** Mounts, loop devices, processes and files are as they were. */
  unchanged(before: Snapshot, call?: Call): void;
}

export interface MountKind {
  times?: number;
  fsType?: string;
  readOnly?: boolean;
}
