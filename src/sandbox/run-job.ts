import { HarnessError } from '../errors.ts';
import type { CellNews } from './cell-channel.ts';
import { waitsInKernel } from './process-watch.ts';
import type { RunningCell } from './running-cell.ts';
import type { CellEnd, CellJob, CellLimits, Leak } from './types.ts';

/** From SIGKILL until a process that is still there is taken for one that the kernel cannot end. */
const KILL_LIMIT_MS = 5_000;
const SETUP_LIMIT_MS = 30_000;
const DEFAULT_GRACE_MS = 2_000;
/** So long may a program take to hear that it is to end, before it is taken for one that cannot. */
const HEARING_MS = 500;
/** What a driver, or the kernel short of memory, ends a process with; Node's own crashes use other signals. */
const FROM_OUTSIDE = new Set<NodeJS.Signals>([
  'SIGKILL',
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGALRM',
  'SIGPIPE',
]);

/** What a cell has said of itself. */
export class CellState {
  made = false;
  ready = false;
  diskFull = false;
  heard = false;
  onHeard: () => void = () => {};

  take(news: CellNews): void {
    if (news.cell === 'made') this.made = true;
    if (news.cell === 'ready') this.ready = true;
    if (news.cell === 'heard') {
      this.heard = true;
      this.onHeard();
    }
    if (news.cell === 'end') this.diskFull = news.diskFull;
  }
}

/**
 * Hands the job to a cell and waits for its end, or brings it about.
 * @throws HarnessError when the cell could not be made
 */
export async function runJob(
  cell: RunningCell,
  job: CellJob,
  limits: CellLimits,
  state: CellState,
): Promise<CellEnd> {
  const startedAt = performance.now();
  let cause: CellEnd['endedBy'] | undefined;
  const end = endOf(cell);
  let stuck = false as boolean;
  const late = (): void => {
    cause ??= 'limit';
    cell.process.write({ cell: 'abort' });
    // One look may meet a program that only waits for its disk, or is not there yet.
    const waited = state.ready && waitsInKernel(cell.process.pid);
    const force = (): void => {
      stuck = waited && !state.heard && waitsInKernel(cell.process.pid);
      end.force();
    };
    timers.push(setTimeout(force, HEARING_MS));
    state.onHeard = force;
  };
  const timers = [
    setTimeout(late, limits.wallMs),
    setTimeout(() => state.ready || end.force(), SETUP_LIMIT_MS),
  ];
  const hurry = (): void => {
    cause ??= 'aborted';
    end.force();
  };
  const abort = (): void => {
    cause ??= 'aborted';
    cell.process.write({ cell: 'abort' });
    timers.push(setTimeout(() => end.force(), job.graceMs ?? DEFAULT_GRACE_MS));
  };
  cell.process.write({ job: { input: job.input, ...cell.surroundings } });
  const unlisten = [
    onAbort(job.signal, abort),
    onAbort(job.hurry, hurry),
    cell.watchProcesses?.(() => {
      cause ??= 'processes';
      end.force();
    }) ?? (() => {}),
  ];
  let released: Awaited<ReturnType<RunningCell['release']>> | undefined;
  let exit: CellEnd['exit'] | undefined;
  try {
    exit = await end.reached;
  } finally {
    for (const timer of timers) clearTimeout(timer);
    for (const stop of unlisten) stop();
    released = await cell.release();
  }
  if (!state.ready && cause === undefined) throw notMade(state, exit, cell.process.output());
  return {
    exit: exit ?? { signal: 'SIGKILL' },
    endedBy: cause ?? (exit?.signal !== undefined && FROM_OUTSIDE.has(exit.signal) ? 'inside' : 'program'),
    limitsReached: [...released.limitsReached, ...limitsReached(cause, limits, state)],
    reclaimed: released.reclaimed,
    leaks: exit === undefined ? [undying(cell), ...released.leaks] : released.leaks,
    output: cell.process.output(),
    durationMs: performance.now() - startedAt,
    ...(stuck && { stuck: true as const }),
  };
}

/**
 * `reached` answers undefined when the cell was killed and something in it does not die. After `force` it is
 * SIGKILL, whatever those who passed it on made of it.
 */
export function endOf({ process }: RunningCell): {
  reached: Promise<CellEnd['exit'] | undefined>;
  force(): void;
} {
  let forced: CellEnd['exit'] | undefined;
  let give: (nothing: undefined) => void = () => {};
  const givenUp = new Promise<undefined>((resolve) => {
    give = resolve;
  });
  return {
    reached: Promise.race([process.ended.then((exit) => forced ?? exit), givenUp]),
    force: () => {
      forced = { signal: 'SIGKILL' };
      process.kill();
      setTimeout(() => {
        process.abandon();
        give(undefined);
      }, KILL_LIMIT_MS).unref();
    },
  };
}

function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal === undefined) return () => {};
  if (signal.aborted) act();
  else signal.addEventListener('abort', act, { once: true });
  return () => signal.removeEventListener('abort', act);
}

function notMade(state: CellState, exit: CellEnd['exit'] | undefined, output: string): HarnessError {
  const what = state.made ? 'the program of a cell did not start' : 'a cell cannot be made here';
  const how = exit === undefined ? 'it does not end' : `exit ${exit.code ?? exit.signal}`;
  return new HarnessError(
    `${what} (${how}): ${output.trim() || 'it said nothing'}\nSee what this machine lacks: flexcert doctor. Without a cell of its own: --isolation none`,
  );
}

function limitsReached(
  cause: CellEnd['endedBy'] | undefined,
  limits: CellLimits,
  state: CellState,
): string[] {
  const reached: string[] = [];
  if (cause === 'limit') reached.push(`it was ended after ${limits.wallMs} ms`);
  if (cause === 'processes')
    reached.push(`more than ${limits.processes} processes were alive at once, and all were ended`);
  if (state.diskFull)
    reached.push(`the ${limits.diskBytes} bytes that may be written in a cell were used up`);
  return reached;
}

function undying({ process }: RunningCell): Leak {
  return {
    kind: 'process',
    what: `process ${process.pid ?? '(unknown)'}, the first of a cell, does not end: the kernel waits for something in it`,
    mend: [`ps -eo pid,ppid,stat,wchan,args`, `kill -KILL ${process.pid ?? ''}`.trim(), 'flexcert clean'],
  };
}
