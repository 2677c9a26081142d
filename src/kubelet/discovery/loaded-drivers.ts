import { KubeletError } from '../kubelet-error.ts';
import { driverName } from '../paths.ts';
import type { Profile } from '../profile.ts';
import { aggregate, creationError } from './error-text.ts';
import type { PluginEvent } from './plugin-event.ts';
import { ProbeQueue, type ProbeStep } from './probe-queue.ts';

export interface DriverSource<Driver> {
  profile: Profile;
  /** Directories of a scan, see `driverDirectories`. */
  list: () => readonly string[];
  /** Calls init. @throws KubeletError when the driver cannot be loaded */
  load: (directory: string) => Promise<Driver>;
  /** Milliseconds of the kubelet's clock. */
  now: () => number;
  /** Told what went wrong in a look-up, as the kubelet logs it. */
  onError?: (text: string) => void;
}

/**
 * The drivers that a kubelet has loaded. Probing is lazy: nothing is called before somebody looks for a driver.
 * docs/discovery.md
 */
export class LoadedDrivers<Driver> {
  readonly #source: DriverSource<Driver>;
  readonly #queue: ProbeQueue;
  #loaded = new Map<string, Driver>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(source: DriverSource<Driver>) {
    this.#source = source;
    this.#queue = new ProbeQueue(source.profile, source.now());
  }

  /** Whether a look-up now would call a driver or forget one. */
  get isWaiting(): boolean {
    return this.#queue.isWaiting;
  }

  /** Something happened in the plugin directory. */
  notice(event: PluginEvent): void {
    this.#queue.notice(event, this.#source.now());
  }

  /** A look-up, with the probing that it causes; look-ups wait for each other, as the kubelet holds a lock. */
  async find(driver: string): Promise<Driver | undefined> {
    const turn = this.#turn.then(() => this.#refresh());
    this.#turn = turn.catch(() => {});
    await turn;
    return this.#loaded.get(driver);
  }

  /** What is loaded, by driver, without probing. */
  get all(): ReadonlyMap<string, Driver> {
    return this.#loaded;
  }

  async #refresh(): Promise<void> {
    const plan = this.#queue.plan(this.#source.list);
    const batch: Batch<Driver> = { found: [], unloaded: [], done: [], errors: [] };
    try {
      for (const step of plan.steps) await this.#take(step, batch);
    } finally {
      this.#queue.settle(plan, batch.done);
    }
    const { found, unloaded, errors } = batch;
    const { profile, onError } = this.#source;
    if (errors.length > 0) onError?.(`Error dynamically probing plugins: ${aggregate(errors)}`);
    // What was found in the same batch is lost then, and nothing asks for it again.
    if (errors.length > 0 && profile.hidesBatchBehindBrokenNeighbour) return;
    if (plan.isWhole) this.#loaded = new Map();
    for (const driver of unloaded) this.#loaded.delete(driver);
    for (const [driver, plugin] of found) this.#loaded.set(driver, plugin);
  }

  async #take({ directory, act }: ProbeStep, batch: Batch<Driver>): Promise<void> {
    const { load, profile } = this.#source;
    try {
      if (act === 'unload') batch.unloaded.push(driverName(directory));
      else batch.found.push([driverName(directory), await load(directory)]);
      batch.done.push(directory);
    } catch (error) {
      if (!(error instanceof KubeletError)) throw error;
      batch.errors.push(creationError(directory, error.message, profile));
    }
  }
}

interface Batch<Driver> {
  found: [name: string, driver: Driver][];
  unloaded: string[];
  /** Directories that were dealt with. */
  done: string[];
  errors: string[];
}
