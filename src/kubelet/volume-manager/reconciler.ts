import { KubeletError } from '../kubelet-error.ts';
import type { Attention } from './attention.ts';
import type { KubeletNode } from './kubelet-node.ts';
import type { Outcome } from './outcome.ts';
import type { PendingOperations } from './pending-operations.ts';
import { detachOrForget } from './reconcile-detach.ts';
import { mountOrAttach } from './reconcile-mount.ts';
import { unmountUnwanted } from './reconcile-unmount.ts';

/** Brings what is mounted closer to what should be, by starting operations. */
export class Reconciler {
  readonly #node: KubeletNode;
  readonly #operations: PendingOperations;
  readonly #attention: Attention;

  constructor(node: KubeletNode, operations: PendingOperations, attention: Attention) {
    this.#node = node;
    this.#operations = operations;
    this.#attention = attention;
  }

  /**
   * One tick: unmounts before mounts, so that a volume leaves one pod before it comes to another, and
   * devices last.
   * @param mayUnmount false while it is not known yet which pods there are
   */
  async tick(mayUnmount: boolean): Promise<void> {
    const volumes = this.#attention.begin();
    const outcomes = new Map<string, Outcome[]>(volumes.map((volume) => [volume, []]));
    const pass = async (step: (volume: string) => AsyncGenerator<Outcome>): Promise<void> => {
      for (const volume of volumes) {
        for await (const outcome of this.#guarded(step(volume))) outcomes.get(volume)?.push(outcome);
      }
    };
    if (mayUnmount) await pass((volume) => unmountUnwanted(this.#node, this.#operations, volume));
    await pass((volume) => mountOrAttach(this.#node, this.#operations, volume));
    if (mayUnmount) await pass((volume) => detachOrForget(this.#node, this.#operations, volume));
    for (const [volume, all] of outcomes) this.#conclude(volume, all, mayUnmount);
  }

  /** An error before an operation starts is logged, and met again at the next tick, without backoff. */
  async *#guarded(outcomes: AsyncGenerator<Outcome>): AsyncGenerator<Outcome> {
    try {
      yield* outcomes;
    } catch (error) {
      if (!(error instanceof KubeletError)) throw error;
      this.#node.observer.error(error.message);
      yield 'busy';
    }
  }

  #conclude(volume: string, outcomes: Outcome[], mayUnmount: boolean): void {
    // Every look is a look for a plugin as well, and while a driver waits to be probed that matters.
    if (outcomes.includes('busy') || outcomes.includes('started') || this.#node.plugins.needsProbe) return;
    let until = Number.POSITIVE_INFINITY;
    for (const outcome of outcomes)
      if (typeof outcome === 'object') until = Math.min(until, outcome.waitUntil);
    if (until < Number.POSITIVE_INFINITY || outcomes.includes('pending')) {
      this.#attention.park(volume, until);
    } else if (mayUnmount) {
      this.#attention.drop(volume);
    }
  }
}
