import type { Leak, RecordedCall } from '../record/schema.ts';
import { readableDuration } from './config/duration.ts';
import type { BodyStatus, CellEnd, CellMessage } from './messages.ts';

/** One try of one requirement: what came out of its cell. */
export interface Attempt {
  status: BodyStatus;
  message?: string;
  notes: string[];
  calls: RecordedCall[];
  leaks: Omit<Leak, 'requirement'>[];
  /** Limits that were reached, one sentence each, whatever became of the try. */
  limits?: readonly string[];
}

/** Gathers what a cell sends, so that all of it is there whatever becomes of the cell. */
export class Collected {
  readonly notes: string[] = [];
  readonly leaks: Omit<Leak, 'requirement'>[] = [];
  /** By number, in the order in which they began. */
  private readonly begun = new Map<number, { argv: string[]; call?: RecordedCall }>();
  private ended: { status: BodyStatus; message?: string } | undefined;

  take(message: CellMessage): void {
    switch (message.kind) {
      case 'calling':
        this.begun.set(message.number, { argv: message.argv });
        break;
      case 'called':
        this.begun.set(message.number, { argv: message.call.argv, call: message.call });
        break;
      case 'note':
        this.notes.push(message.text);
        break;
      case 'leak':
        this.leaks.push(message.leak);
        break;
      case 'ended':
        this.ended = message;
        break;
      case 'kept':
      case 'probed':
        break;
    }
  }

  /** Those that came back, in the order in which they began: that in which they end is chance. */
  get calls(): RecordedCall[] {
    return [...this.begun.values()].flatMap(({ call }) => call ?? []);
  }

  /** What the try comes to, given how its cell ended. @param limitMs of the whole requirement */
  judge(end: CellEnd, limitMs: number): Attempt {
    const { notes, calls, leaks } = this;
    return { notes, calls, leaks, limits: end.limits, ...this.outcome(end, limitMs) };
  }

  private outcome(end: CellEnd, limitMs: number): Pick<Attempt, 'status' | 'message'> {
    if (this.ended !== undefined) {
      const { status, message } = this.ended;
      return { status, ...(message === undefined ? {} : { message }) };
    }
    const call = [...this.begun.values()].findLast((one) => one.call === undefined)?.argv.join(' ');
    if (end.how === 'aborted') return { status: 'skipped', message: 'the run ended while it ran' };
    if (end.how === 'limit') {
      const limit = `it did not end within ${readableDuration(limitMs)}`;
      return call === undefined
        ? { status: 'error', message: limit }
        : {
            status: 'failed',
            message: `expected the driver to answer in time\ncame ${limit}\ncall: ${call}`,
          };
    }
    // A driver that ends its parent ends a kubelet too; without a call going on it is our own trouble.
    return call === undefined
      ? { status: 'error', message: `the cell ended early: ${end.detail}` }
      : {
          status: 'failed',
          message: `expected the driver to leave other processes alone\ncame the end of the process that called it: ${end.detail}\ncall: ${call}`,
        };
  }
}
