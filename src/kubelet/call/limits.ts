import type { CallEnd } from '../types.ts';
import { kill } from './processes.ts';
import type { Task } from './task.ts';

/** Longer timers of Node fire at once. */
const MAX_TIMER_MS = 0x7fffffff;

/** The clocks of one call. */
export class Limits {
  timedOut = false;
  outlivedSigterm = false;
  /** Why the call has to stop now; pending while it may go on. */
  readonly reached: Promise<CallEnd>;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly task: Task;
  private onAbort: (() => void) | undefined;

  /** @param alive answers the driver's process while it runs */
  constructor(task: Task, alive: () => number | undefined) {
    this.task = task;
    this.reached = new Promise((resolve) => {
      this.at(task.limitMs, () => resolve(alive() === undefined ? 'held' : 'killed'));
      this.onAbort = () => resolve('aborted');
      task.signal?.addEventListener('abort', this.onAbort);
      const { sigterm } = task;
      if (sigterm === undefined) return;
      this.at(sigterm.afterMs, () => {
        this.timedOut = true;
        const pid = alive();
        if (pid !== undefined) kill(pid, 'SIGTERM');
        this.at(sigterm.graceMs, () => {
          if (alive() === undefined) return;
          this.outlivedSigterm = true;
          resolve('killed');
        });
      });
    });
  }

  after(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(ms, resolve));
  }

  clear(): void {
    for (const timer of this.timers) clearTimeout(timer);
    if (this.onAbort !== undefined) this.task.signal?.removeEventListener('abort', this.onAbort);
  }

  private at(ms: number, act: () => void): void {
    this.timers.push(setTimeout(act, Math.min(ms, MAX_TIMER_MS)));
  }
}
