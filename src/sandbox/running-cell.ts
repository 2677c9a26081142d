import { join } from 'node:path';
import type { CellLine, Job } from './cell-channel.ts';
import type { CellProcess } from './cell-process.ts';
import { makeCgroup, pidsHierarchy, timesFull, unmakeCgroup } from './cgroup.ts';
import type { Claim } from './ledger.ts';
import { runLedger } from './run-ledger.ts';
import type { CellEnd, CellLimits } from './types.ts';

/** What a cell is made for. */
export interface CellRequest {
  /** Names what is made for it: unique on this machine. */
  id: string;
  /** Node and the program. */
  command: readonly string[];
  limits: CellLimits;
  /** How many loop devices it is to have. */
  loops: number;
  /** Paths of the host that have to be seen inside. */
  visible: readonly string[];
  onLine: (line: CellLine) => void;
}

/** A cell whose processes have been started. */
export interface RunningCell {
  process: CellProcess;
  /** What the program has to know of its surroundings. */
  surroundings: Omit<Job, 'input'>;
  /** Where nothing refuses processes: calls back when there are more than allowed. @returns what stops it */
  watchProcesses?(onMore: () => void): () => void;
  /** Gives back all that was made for it, once nothing in it runs. */
  release(): Promise<Pick<CellEnd, 'limitsReached' | 'reclaimed' | 'leaks'>>;
}

/** A cgroup that bounds the processes of one cell. */
export interface ProcessBound {
  claim: Claim;
  path: string;
  /** Joined by writing a pid to it. */
  procs: string;
}

/** @returns undefined where no cgroup can be made: nothing refuses processes then */
export function boundProcesses({ id, limits }: CellRequest): ProcessBound | undefined {
  const hierarchy = pidsHierarchy();
  if (hierarchy === undefined) return undefined;
  const path = join(hierarchy, `flexcert-${id}`);
  const claim = runLedger().add({ kind: 'cgroup', path });
  try {
    makeCgroup(path, limits.processes);
  } catch {
    // Most likely a container that shows cgroups without letting anyone make one.
    unmakeCgroup(path);
    claim.settle();
    return undefined;
  }
  return { claim, path, procs: join(path, 'cgroup.procs') };
}

/** @returns the limit in words when it was reached */
export function processLimitReached(bound: ProcessBound | undefined, limits: CellLimits): string[] {
  if (bound === undefined || timesFull(bound.path) === 0) return [];
  return [`${limits.processes} processes were alive at once, and no more were allowed`];
}
