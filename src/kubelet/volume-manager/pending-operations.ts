import { KubeletError } from '../kubelet-error.ts';
import { Backoff } from './backoff.ts';
import type { VirtualClock } from './clock.ts';

/** The kubelet's own names, as its log gives them. */
export type OperationName =
  | 'volume_attach'
  | 'volume_detach'
  | 'volume_mount'
  | 'volume_unmount'
  | 'unmount_device'
  | 'verify_controller_attached_volume';

/**
 * What an operation does before its first call, in milliseconds as recorded; what its loop does by itself
 * in the same tick comes before. It decides which tick a retry meets.
 */
const PREPARATION_MS: Readonly<Record<OperationName, number>> = {
  volume_attach: 1,
  volume_detach: 1,
  volume_mount: 4,
  volume_unmount: 1,
  unmount_device: 12,
  verify_controller_attached_volume: 1,
};

/**
 * What may not run side by side. An empty pod stands for all pods of the volume; the node is empty
 * or this node, and only told apart in the log.
 */
export interface OperationKey {
  volume: string;
  pod: string;
  node: string;
}

export interface OperationFailure {
  key: OperationKey;
  name: OperationName;
  error: KubeletError;
  /** The wait that begins now. */
  waitMs: number;
  /** Nothing is tried up to then. */
  until: number;
}

interface Operation {
  key: OperationKey;
  name: OperationName;
  pending: boolean;
  backoff: Backoff;
}

/** What became of the wish to start an operation. */
export type Started = 'started' | 'pending' | { waitUntil: number };

/**
 * One operation at a time for each volume (and pod), with a backoff for what failed.
 * The table of operations is searched as the kubelet's is, so that its oddities come out the same: an
 * operation of another kind starts in spite of a backoff and resets it, but one that starts after the
 * wait is over keeps the old name and the old wait.
 */
export class PendingOperations {
  readonly #clock: VirtualClock;
  readonly #prefersExactKey: boolean;
  readonly #onFailure: (failure: OperationFailure) => void;
  readonly #onEnd: (volume: string) => void;
  readonly #ofVolume = new Map<string, Operation[]>();

  constructor(options: {
    clock: VirtualClock;
    prefersExactKey: boolean;
    onFailure: (failure: OperationFailure) => void;
    onEnd: (volume: string) => void;
  }) {
    this.#clock = options.clock;
    this.#prefersExactKey = options.prefersExactKey;
    this.#onFailure = options.onFailure;
    this.#onEnd = options.onEnd;
  }

  isPending(volume: string): boolean {
    return this.#find({ volume, pod: '', node: '' })?.pending === true;
  }

  run(key: OperationKey, name: OperationName, body: () => Promise<void>): Started {
    let operation = this.#find(key);
    if (operation === undefined) {
      operation = { key, name, pending: true, backoff: new Backoff() };
      this.#operationsOf(key.volume).push(operation);
    } else {
      if (operation.pending) return 'pending';
      if (!operation.backoff.allows(this.#clock.now)) {
        if (operation.name === name) return { waitUntil: operation.backoff.until };
        operation.name = name;
        operation.backoff = new Backoff();
      }
      operation.pending = true;
      operation.key = key;
    }
    this.#clock.start(() => this.#perform(operation, name, body));
    return 'started';
  }

  async #perform(operation: Operation, name: OperationName, body: () => Promise<void>): Promise<void> {
    await this.#clock.sleep(PREPARATION_MS[name]);
    try {
      await body();
      this.#forget(operation);
    } catch (error) {
      if (!(error instanceof KubeletError)) throw error;
      operation.pending = false;
      operation.backoff.failed(this.#clock.now);
      const { waitMs, until } = operation.backoff;
      this.#onFailure({ key: operation.key, name, error, waitMs, until });
    }
    this.#onEnd(operation.key.volume);
  }

  #find(key: OperationKey): Operation | undefined {
    let found: Operation | undefined;
    for (const operation of this.#ofVolume.get(key.volume) ?? []) {
      const { pod, node } = operation.key;
      if (pod !== '' && key.pod !== '' && pod !== key.pod) continue;
      if (node !== '' && key.node !== '' && node !== key.node) continue;
      if (!this.#prefersExactKey || operation.pending) return operation;
      if (found === undefined || (pod === key.pod && node === key.node)) found = operation;
    }
    return found;
  }

  #operationsOf(volume: string): Operation[] {
    const known = this.#ofVolume.get(volume);
    if (known !== undefined) return known;
    const fresh: Operation[] = [];
    this.#ofVolume.set(volume, fresh);
    return fresh;
  }

  #forget(operation: Operation): void {
    const volume = operation.key.volume;
    const rest = (this.#ofVolume.get(volume) ?? []).filter((other) => other !== operation);
    if (rest.length === 0) this.#ofVolume.delete(volume);
    else this.#ofVolume.set(volume, rest);
  }
}
