import type { ManagedVolume, Pod } from '../managed-volume.ts';

/** A pod's wish for a volume. */
export interface Wish {
  pod: Pod;
  spec: ManagedVolume;
  /** The volume's name in the pod. */
  outerName: string;
}

export interface WantedVolume {
  /** The volume's identity: for an attachable driver shared by pods, otherwise the pod's own. */
  name: string;
  attachable: boolean;
  /** Told to the API server as in use: only then does the controller attach it, and the kubelet look. */
  reportedInUse: boolean;
  /** By pod uid. */
  wishes: Map<string, Wish>;
}

/** What should be mounted: volumes that pods of this node want. */
export class DesiredState {
  readonly #volumes = new Map<string, WantedVolume>();
  readonly #ofPod = new Map<string, Set<string>>();
  readonly #changed: (volume: string) => void;

  constructor(changed: (volume: string) => void) {
    this.#changed = changed;
  }

  get(volume: string): WantedVolume | undefined {
    return this.#volumes.get(volume);
  }

  all(): Iterable<WantedVolume> {
    return this.#volumes.values();
  }

  wants(volume: string, podUid: string): boolean {
    return this.#volumes.get(volume)?.wishes.has(podUid) === true;
  }

  /** Whether a pod wants a volume of that spec name, which is all that its directory tells. */
  wantsSpecName(podUid: string, specName: string): boolean {
    return this.ofPod(podUid).some((volume) => volume.wishes.get(podUid)?.spec.name === specName);
  }

  ofPod(podUid: string): WantedVolume[] {
    const names = this.#ofPod.get(podUid) ?? [];
    return Array.from(names, (name) => this.#volumes.get(name) as WantedVolume);
  }

  add(name: string, attachable: boolean, wish: Wish): void {
    const { uid } = wish.pod;
    const volume = this.#volumes.get(name) ?? { name, attachable, reportedInUse: false, wishes: new Map() };
    this.#volumes.set(name, volume);
    volume.wishes.set(uid, wish);
    const names = this.#ofPod.get(uid) ?? new Set();
    this.#ofPod.set(uid, names.add(name));
    this.#changed(name);
  }

  remove(name: string, podUid: string): void {
    const volume = this.#volumes.get(name);
    volume?.wishes.delete(podUid);
    if (volume?.wishes.size === 0) this.#volumes.delete(name);
    const names = this.#ofPod.get(podUid);
    names?.delete(name);
    if (names?.size === 0) this.#ofPod.delete(podUid);
    this.#changed(name);
  }
}
