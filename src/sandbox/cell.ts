import { randomBytes } from 'node:crypto';
import { cleanDeadRuns } from './clean.ts';
import { startFullCell } from './full-cell.ts';
import { startHostCell } from './host-cell.ts';
import { programFile } from './program.ts';
import { CellState, endOf, runJob } from './run-job.ts';
import type { CellRequest, RunningCell } from './running-cell.ts';
import type { CellEnd, CellJob, CellLimits, CellOptions, Isolation } from './types.ts';
import { startUserCell } from './user-cell.ts';

export const DEFAULT_LIMITS: CellLimits = { processes: 512, diskBytes: 1024 ** 3, wallMs: 10 * 60_000 };
const DEFAULT_LOOPS = 16;

/** A cell that was made beforehand and waits for its job. */
export interface PreparedCell {
  /** Once. Resolves when nothing in the cell runs any more and all that it had is given back. */
  run(job: CellJob): Promise<CellEnd>;
  /** Ends a cell that is not needed. */
  discard(): Promise<void>;
}

/**
 * Runs a program of ours in a cell: see `CellOptions`, `CellJob`.
 * @throws HarnessError when the cell cannot be made; a program that fails is told in the answer
 */
export async function openCell(options: CellOptions & CellJob): Promise<CellEnd> {
  const cell = await prepareCell(options);
  return cell.run(options);
}

let cleanedUp: Promise<unknown> | undefined;

/**
 * Makes a cell and starts its program, which waits for its job: so the next is ready while this one runs.
 * @throws HarnessError when it cannot be started
 */
export async function prepareCell(options: CellOptions): Promise<PreparedCell> {
  // The first cell of a run gives back what dead runs left: what is leaked then is for `flexcert clean` to tell.
  cleanedUp ??= cleanDeadRuns();
  await cleanedUp;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  let onMessage: ((message: unknown) => void) | undefined;
  const state = new CellState();
  const running = starterFor(options.isolation ?? 'full')({
    id: `${process.pid}-${randomBytes(4).toString('hex')}`,
    command: [process.execPath, programFile(options.program)],
    limits,
    loops: options.loops ?? DEFAULT_LOOPS,
    visible: [process.cwd(), ...(options.visible ?? [])],
    onLine: (line) => ('message' in line ? onMessage?.(line.message) : state.take(line)),
  });
  const end = async (): Promise<void> => {
    const forced = endOf(running);
    forced.force();
    await forced.reached;
    await running.release();
  };
  open.add(end);
  return {
    run: (job) => {
      onMessage = (message) => job.onMessage?.(message);
      return runJob(running, job, limits, state).finally(() => open.delete(end));
    },
    discard: () => end().finally(() => open.delete(end)),
  };
}

function starterFor(isolation: Isolation): (request: CellRequest) => RunningCell {
  if (isolation === 'none') return startHostCell;
  return process.getuid?.() === 0 ? startFullCell : startUserCell;
}

/** How to end each cell that has not ended. */
const open = new Set<() => Promise<void>>();

/** Kills all cells of this process and gives back what they had: for a run that ends before its time. */
export async function endOpenCells(): Promise<void> {
  await Promise.allSettled([...open].map((end) => end()));
  open.clear();
}
