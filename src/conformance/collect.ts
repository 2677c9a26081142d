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

type Outcome = Pick<Attempt, 'status' | 'message'>;

/** Gathers what a cell sends, so that all of it is there whatever becomes of the cell. */
export class Collected {
  readonly notes: string[] = [];
  readonly leaks: Omit<Leak, 'requirement'>[] = [];
  /** By number, in the order in which they began. */
  private readonly begun = new Map<number, { argv: string[]; call?: RecordedCall }>();
  private ended: Outcome | undefined;

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

  private outcome(end: CellEnd, limitMs: number): Outcome {
    if (this.ended !== undefined) return this.told(this.ended, end);
    if (end.how === 'aborted') return { status: 'skipped', message: 'the run ended while it ran' };
    if (end.how === 'limit') return this.late(end, limitMs);
    if (end.limits.length > 0 && this.hasCalled()) return this.outOfBounds(end.limits);
    // A driver that ends its parent ends a kubelet too, at whatever moment; what ends by itself is our own trouble.
    return this.running() !== undefined || (end.how === 'killed' && this.hasCalled())
      ? this.failed('leave other processes alone', `the end of the process that calls it: ${end.detail}`)
      : { status: 'error', message: `the cell ended early: ${end.detail}` };
  }

  /** A body's own word; where a limit kept it from doing its work, the limit is the cause. */
  private told({ status, message }: Outcome, end: CellEnd): Outcome {
    const broke = status === 'error' && end.how !== 'limit' && end.limits.length > 0 && this.hasCalled();
    if (broke) return this.outOfBounds([...end.limits, ...(message === undefined ? [] : [message])]);
    return { status, ...(message === undefined ? {} : { message }) };
  }

  private late({ stuck }: CellEnd, limitMs: number): Outcome {
    const limit = `it did not end within ${readableDuration(limitMs)}`;
    if (this.running() !== undefined) return this.failed('answer in time', limit);
    if (stuck === true && this.hasCalled()) {
      return this.failed(
        'leave a node on which all that is mounted answers',
        `a mount that does not: ${limit}, and waited for the kernel`,
      );
    }
    return { status: 'error', message: limit };
  }

  private outOfBounds(reached: readonly string[]): Outcome {
    return this.failed('stay within the limits of a cell', reached.join('; '));
  }

  /** @param came a sentence without its capital; the call that ran, or the last one, follows */
  private failed(expected: string, came: string): Outcome {
    const running = this.running();
    const last = running ?? [...this.begun.values()].at(-1)?.argv ?? [];
    const call = `${running === undefined ? 'last call' : 'call'}: ${last.join(' ')}`;
    return { status: 'failed', message: `expected the driver to ${expected}\ncame ${came}\n${call}` };
  }

  /** Arguments of the call that has not come back, the latest of several. */
  private running(): string[] | undefined {
    return [...this.begun.values()].findLast((one) => one.call === undefined)?.argv;
  }

  private hasCalled(): boolean {
    return this.begun.size > 0;
  }
}
