import type { CallEnd, Exit } from '../types.ts';
import { BoundedOutput, type KeptOutput } from './bounded-output.ts';
import { type Fifo, openEnds } from './fifo.ts';
import { Limits } from './limits.ts';
import { type Holder, holdersOf, kill, killTree } from './processes.ts';
import { readToEnd } from './read-to-end.ts';
import { start } from './start.ts';
import type { Task } from './task.ts';

/** What became of a task. */
export interface Execution extends KeptOutput {
  exit: Exit;
  end: CallEnd;
  exitMs: number;
  durationMs: number;
  /** SIGTERM was due before the call ended. */
  timedOut: boolean;
  /** The driver outlived SIGTERM by the grace. */
  outlivedSigterm: boolean;
  /** Who kept the pipe open when the call did not end. */
  holders: Holder[];
}

/** How long a process may take to vanish after SIGKILL before it is left to itself (it may never: state D). */
const VANISH_MS = 1000;

/**
 * Runs a driver on a FIFO until both it and its output have ended, or until a limit.
 * @throws HarnessError when the machine lets us start no process
 */
export async function execute(task: Task, fifo: Fifo): Promise<Execution> {
  const kept = new BoundedOutput(task.keepBytes);
  const ends = openEnds(fifo);
  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  const driver = start(task, ends.write);
  const output = readToEnd(ends.read, kept);
  let exitMs: number | undefined;
  let exit: Exit = {};
  const gone = driver.gone.then((how) => {
    exitMs = elapsed();
    exit = how;
  });
  const limits = new Limits(task, () => (exitMs === undefined ? driver.pid : undefined));
  try {
    const complete = Promise.all([gone, output.ended]).then((): CallEnd => 'eof');
    const end = await Promise.race([complete, limits.reached]);
    const holders = end === 'eof' ? [] : holdersOf(fifo.handle);
    if (end === 'killed' || end === 'aborted') {
      if (exitMs === undefined && driver.pid !== undefined) killTree(driver.pid);
      for (const holder of holders) kill(holder.pid);
      await Promise.race([complete, limits.after(VANISH_MS)]);
    }
    const durationMs = elapsed();
    return {
      ...kept.kept(),
      exit,
      end,
      exitMs: exitMs ?? durationMs,
      durationMs,
      timedOut: limits.timedOut,
      outlivedSigterm: limits.outlivedSigterm,
      holders,
    };
  } finally {
    limits.clear();
    output.stop();
    driver.letGo();
  }
}
