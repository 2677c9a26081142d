import type { DriverCall } from '../../kubelet/types.ts';

/** One call to be made in a cell. */
export interface CallToMake {
  /** Absolute path; or relative to the cell's plugin directory, where one of `drivers` is meant. */
  executable: string;
  argv: readonly string[];
  /** Default: `/`, where a kubelet runs. */
  cwd?: string;
  env?: Record<string, string>;
  /** Directory that is made before the call, with its parents, as a kubelet makes it. */
  make?: string;
  /** Directory that is removed after the call if it is still there and empty. */
  remove?: string;
}

/** What the program in the cell is told. */
export interface CallsInput {
  calls: readonly CallToMake[];
  release: string;
  limitMs: number;
  /** Directories to be put into the cell's plugin directory before the first call. */
  drivers: readonly { from: string; name: string }[];
}

/** What it answers for each call: bytes and big numbers as JSON can hold them. */
export interface CallMessage {
  call: Omit<DriverCall, 'output' | 'conclusion'> & { output: string };
}
