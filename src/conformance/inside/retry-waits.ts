import { Backoff } from '../../kubelet/volume-manager/backoff.ts';
import type { Call } from '../test-api/kubelet.ts';

/**
 * How long a kubelet would leave a volume alone before it makes a call again that failed. A requirement that
 * repeats one does not wait: the record says what the driver's users would have waited.
 */
export class RetryWaits {
  readonly #failed = new Map<string, Backoff>();

  /** In milliseconds, before the same command is called of the same volume; undefined when it did not fail. */
  before(command: string, volume: string): number | undefined {
    return this.#failed.get(keyOf(command, volume))?.waitMs;
  }

  /** What became of a call. A success ends the row of failures. */
  ended({ command, conclusion }: Pick<Call, 'command' | 'conclusion'>, volume: string): void {
    const key = keyOf(command, volume);
    if (conclusion.outcome !== 'failure') {
      this.#failed.delete(key);
      return;
    }
    const backoff = this.#failed.get(key) ?? new Backoff();
    backoff.failed(0);
    this.#failed.set(key, backoff);
  }

  /** A kubelet that starts knows of no failure. */
  forget(): void {
    this.#failed.clear();
  }
}

function keyOf(command: string, volume: string): string {
  return `${command}\0${volume}`;
}
