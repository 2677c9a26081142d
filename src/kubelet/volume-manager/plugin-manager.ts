import { KubeletError } from '../kubelet-error.ts';
import { driverName } from '../paths.ts';
import { FlexVolumePlugin } from '../plugin.ts';
import type { PluginHost } from '../plugin-host.ts';
import type { DriverChange, DriverWatch } from './driver-watch.ts';

/**
 * The drivers that this kubelet has loaded. Probing is lazy: nothing happens before somebody looks for a
 * plugin, and a driver that fails is tried again at every look-up. docs/kubelet.md, "Discovery".
 */
export class PluginManager {
  readonly #host: PluginHost;
  readonly #watch: DriverWatch;
  readonly #onError: (text: string) => void;
  readonly #loaded = new Map<string, FlexVolumePlugin>();
  readonly #queue = new Map<string, DriverChange>();
  #scanned = false;
  #probing: Promise<void> = Promise.resolve();

  constructor(host: PluginHost, watch: DriverWatch, onError: (text: string) => void) {
    this.#host = host;
    this.#watch = watch;
    this.#onError = onError;
  }

  /** Whether a look-up would probe: somebody should look soon, as the kubelet's loops do at every tick. */
  get needsProbe(): boolean {
    if (!this.#scanned) return true;
    this.#collect();
    return this.#queue.size > 0;
  }

  /** A look-up, with the probing that it causes. */
  async find(driver: string): Promise<FlexVolumePlugin | undefined> {
    // One after the other, as the kubelet holds a lock meanwhile.
    const turn = this.#probing.then(() => this.#refresh());
    this.#probing = turn.catch(() => {});
    await turn;
    return this.#loaded.get(driver);
  }

  async #refresh(): Promise<void> {
    if (!this.needsProbe) return;
    const all = !this.#scanned || this.#host.profile.probesAllAtAnyEvent;
    const batch = all ? this.#scan() : new Map(this.#queue);
    if (all) this.#queue.clear();
    this.#scanned = true;
    const found: FlexVolumePlugin[] = [];
    const errors: string[] = [];
    for (const [directory, change] of batch) {
      if (change === 'removed') {
        this.#loaded.delete(driverName(directory));
        this.#queue.delete(directory);
        continue;
      }
      try {
        found.push(await FlexVolumePlugin.load(this.#host, driverName(directory)));
        this.#queue.delete(directory);
      } catch (error) {
        if (!(error instanceof KubeletError)) throw error;
        errors.push(this.#errorText(directory, error));
      }
    }
    if (errors.length > 0) this.#report(errors);
    if (errors.length > 0 && this.#host.profile.hidesBatchBehindBrokenNeighbour) return;
    for (const plugin of found) this.#loaded.set(plugin.driver, plugin);
  }

  #scan(): Map<string, DriverChange> {
    return new Map(this.#watch.drivers().map((directory) => [directory, 'changed']));
  }

  #collect(): void {
    if (!this.#host.profile.watchesPluginDirectory) return;
    for (const [directory, change] of this.#watch.changes()) this.#queue.set(directory, change);
  }

  #errorText(directory: string, error: KubeletError): string {
    const verb = this.#host.profile.errorsBeginLowerCase ? 'error' : 'Error';
    return `${verb} creating Flexvolume plugin from directory ${directory}, skipping. Error: ${error.message}`;
  }

  /** Several errors are written as Go's aggregate writes them. */
  #report(errors: string[]): void {
    const unique = [...new Set(errors)];
    const text = unique.length === 1 ? unique[0] : `[${unique.join(', ')}]`;
    this.#onError(`Error dynamically probing plugins: ${text}`);
  }
}
