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

let cleanedUp: Promise<unknown> | undefined;

/**
 * Runs a program of ours in a cell: see `CellOptions`, `CellJob`.
 * @throws HarnessError when the cell cannot be made; a program that fails is told in the answer
 */
export async function openCell(options: CellOptions & CellJob): Promise<CellEnd> {
  // The first cell of a run gives back what dead runs left: what is leaked then is for `flexcert clean` to tell.
  cleanedUp ??= cleanDeadRuns();
  await cleanedUp;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const state = new CellState();
  const running = starterFor(options.isolation ?? 'full')({
    id: `${process.pid}-${randomBytes(4).toString('hex')}`,
    command: [process.execPath, programFile(options.program)],
    limits,
    loops: options.loops ?? DEFAULT_LOOPS,
    visible: [process.cwd(), ...(options.visible ?? [])],
    onLine: (line) => ('message' in line ? options.onMessage?.(line.message) : state.take(line)),
  });
  const end = async (): Promise<void> => {
    const forced = endOf(running);
    forced.force();
    await forced.reached;
    await running.release();
  };
  open.add(end);
  try {
    return await runJob(running, options, limits, state);
  } finally {
    open.delete(end);
  }
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
