import type { DriverCall } from '../../kubelet/types.ts';

/** One call to be made in a cell. */
export interface CallToMake {
  /** Absolute path; or relative to the cell's plugin directory, where one of `drivers` is meant. */
  executable: string;
  argv: readonly string[];
  /** Default: `/`, where a kubelet runs. */
  cwd?: string;
  env?: Record<string, string>;
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
