/** A program that the driver started. */
export interface StartedProgram {
  argv: string[];
  /** Milliseconds after the driver itself began. */
  afterMs: number;
  /** Milliseconds until it was gone; absent when it was still there. */
  ms?: number;
  /** `exit 1`, `SIGKILL`. */
  exit?: string;
}

export interface OpenedFile {
  path: string;
  writes: boolean;
  /** errno name, when it could not be opened. */
  error?: string;
}

/** What a driver did during a call, as far as system calls tell. */
export interface Trace {
  programs: StartedProgram[];
  /** Programs that were looked for in all of PATH and found nowhere. */
  missing: string[];
  /** Files opened in the directory that the call was about. */
  opened: OpenedFile[];
  /** Why there is no trace, when there is none. */
  unavailable?: string;
}

export function noTrace(unavailable: string): Trace {
  return { programs: [], missing: [], opened: [], unavailable };
}
