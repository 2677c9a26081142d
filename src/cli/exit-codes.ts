/** Exit codes that other programs rely on. */
export const EXIT = {
  /** Conformant, or done. */
  done: 0,
  /** A MUST failed, a certificate does not hold, a call failed for the driver's sake. */
  failed: 1,
  /** Usage or configuration. */
  usage: 2,
  /** The harness failed, or the verdict is incomplete. */
  harness: 3,
  /** Nothing was selected or run. */
  nothing: 4,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
