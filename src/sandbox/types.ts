/**
 * A cell is where driver code runs: a process of ours in private mount and PID namespaces, over a
 * copy-on-write view of the host's files. When it ends, everything in it ends, and what it wrote is gone.
 */

/** How far a cell is apart from the host. */
export const ISOLATIONS = ['full', 'none'] as const;
export type Isolation = (typeof ISOLATIONS)[number];

/** What was made outside a cell or needs giving back; written to the ledger before the act. */
export type LedgerEntry =
  | { kind: 'directory'; path: string }
  | { kind: 'file'; path: string }
  | { kind: 'mount'; path: string }
  /** Every loop device over that file: which one it will be is known only afterwards. */
  | { kind: 'loop'; image: string }
  | { kind: 'process'; pid: number; startTime: string }
  | { kind: 'cgroup'; path: string };

/** Something that should be gone and is not. */
export interface Leak {
  kind: 'mount' | 'loop' | 'process' | 'file';
  /** The path, device or process, and why it stays when that is known. */
  what: string;
  /** Shell commands that mend it, to be typed by a person. */
  mend: string[];
}

/** Bounds of one cell. Reaching one is told in `CellEnd`, never a hang. */
export interface CellLimits {
  /** Processes and threads alive at once, ours included. Beyond it none can be made, or the cell is ended. */
  processes: number;
  /** Bytes that may be written to the cell's copy of the host's files: it lives in memory. */
  diskBytes: number;
  /** Milliseconds from the job's start until the cell is killed. */
  wallMs: number;
}

/** Where a cell's program finds its surroundings. */
export interface CellPaths {
  /** The kubelet's root directory: empty, the cell's own, on the same filesystem as its parent. */
  kubeletRoot: string;
  /** Where drivers are installed: empty, the cell's own. */
  pluginDirectory: string;
  /** For fixtures: images, directories. */
  fixtures: string;
}

/** What kind of cell. */
export interface CellOptions {
  /** A module of ours that calls `insideCell`: `new URL('./program.ts', import.meta.url)`. */
  program: URL | string;
  /** `full` by default. */
  isolation?: Isolation;
  limits?: Partial<CellLimits>;
  /** How many loop devices can be bound in it at once; 16 by default. */
  loops?: number;
  /** Paths of the host that have to be seen inside, wherever they are mounted: the driver's, for one. */
  visible?: readonly string[];
}

/** What a cell is to do. */
export interface CellJob {
  /** Anything that JSON can hold: `insideCell().input`. */
  input: unknown;
  /** Called with each value that the program sends, in order. */
  onMessage?(message: unknown): void;
  /** Asks the program to end, and kills the cell when it has not done so in time. */
  signal?: AbortSignal;
  /** Kills the cell at once. */
  hurry?: AbortSignal;
  /** Milliseconds between `signal` and the kill; 2,000 by default. */
  graceMs?: number;
}

/** How a cell ended, told once nothing in it runs any more. */
export interface CellEnd {
  /** The program's own exit. A signal that nobody of ours sent came from the driver. */
  exit: { code?: number; signal?: NodeJS.Signals };
  /**
   * `program`: it returned or died by itself. `inside`: something in the cell killed it, as it would have killed
   * a kubelet. `aborted`: the signal given to the cell. `limit`: wallMs. `processes`: more of them than allowed,
   * where no cgroup could refuse them.
   */
  endedBy: 'program' | 'inside' | 'aborted' | 'limit' | 'processes';
  /** At `wallMs` the program itself waited in the kernel and heard nothing: for a filesystem that does not answer. */
  stuck?: true;
  /** Limits that were reached, one sentence each. */
  limitsReached: string[];
  /** Loop devices that were still bound when the cell ended, and were detached. */
  reclaimed: string[];
  /** What could not be given back. */
  leaks: Leak[];
  /** The end of what the program printed, both outputs: its stack trace when it crashed. */
  output: string;
  /** Milliseconds from the job's start until nothing in the cell ran any more. */
  durationMs: number;
}
