import type { ManagedVolume } from '../managed-volume.ts';

/** A volume mounted into a pod's directory, or perhaps mounted there. */
export interface MountedPod {
  podUid: string;
  spec: ManagedVolume;
  /** The volume's name in the pod; its spec name when it was found on disk. */
  outerName: string;
  /** `uncertain` is mounted again while the pod wants it, and unmounted when it does not. */
  state: 'mounted' | 'uncertain';
}

export type DeviceMount = 'no' | 'mounted' | 'uncertain';

export interface AttachedVolume {
  name: string;
  spec: ManagedVolume;
  driver: string;
  /** `uncertain` after a restart, until the node's list of attached volumes was read. */
  attachable: boolean | 'uncertain';
  device: string;
  deviceMount: DeviceMount;
  /** Where its device was mounted last; the driver is asked anew each time. */
  deviceMountPath: string;
  /** By pod uid. */
  pods: Map<string, MountedPod>;
}

/** What is attached and mounted, as far as this kubelet knows. All of it is lost with the process. */
export class ActualState {
  readonly #volumes = new Map<string, AttachedVolume>();
  readonly #ofPod = new Map<string, Set<string>>();
  readonly #changed: (volume: string) => void;

  constructor(changed: (volume: string) => void) {
    this.#changed = changed;
  }

  get(volume: string): AttachedVolume | undefined {
    return this.#volumes.get(volume);
  }

  ofPod(podUid: string): { volume: AttachedVolume; mount: MountedPod }[] {
    return Array.from(this.#ofPod.get(podUid) ?? [], (name) => {
      const volume = this.#volumes.get(name) as AttachedVolume;
      return { volume, mount: volume.pods.get(podUid) as MountedPod };
    });
  }

  hasSpecName(podUid: string, specName: string): boolean {
    return this.ofPod(podUid).some(({ mount }) => mount.spec.name === specName);
  }

  markAttached(
    name: string,
    spec: ManagedVolume,
    attachable: boolean | 'uncertain',
    device: string,
  ): AttachedVolume {
    let volume = this.#volumes.get(name);
    if (volume === undefined) {
      const { driver } = spec;
      volume = {
        name,
        spec,
        driver,
        attachable,
        device,
        deviceMount: 'no',
        deviceMountPath: '',
        pods: new Map(),
      };
      this.#volumes.set(name, volume);
    } else {
      volume.device = device;
    }
    this.#changed(name);
    return volume;
  }

  markDetached(name: string): void {
    // A volume that a pod still has mounted stays known.
    if (this.#volumes.get(name)?.pods.size === 0) this.#volumes.delete(name);
    this.#changed(name);
  }

  /** An empty device never replaces the one that is known. */
  markDevice(name: string, mount: DeviceMount, device: string, path: string): void {
    const volume = this.#volumes.get(name);
    if (volume === undefined) return;
    volume.deviceMount = mount;
    volume.deviceMountPath = path;
    if (device !== '') volume.device = device;
    this.#changed(name);
  }

  markMounted(name: string, mount: MountedPod): void {
    const volume = this.#volumes.get(name);
    if (volume === undefined) return;
    volume.pods.set(mount.podUid, mount);
    const names = this.#ofPod.get(mount.podUid) ?? new Set();
    this.#ofPod.set(mount.podUid, names.add(name));
    this.#changed(name);
  }

  markUnmounted(name: string, podUid: string): void {
    this.#volumes.get(name)?.pods.delete(podUid);
    const names = this.#ofPod.get(podUid);
    names?.delete(name);
    if (names?.size === 0) this.#ofPod.delete(podUid);
    this.#changed(name);
  }

  isMounted(name: string, podUid: string): boolean {
    return this.#volumes.get(name)?.pods.get(podUid)?.state === 'mounted';
  }

  isMountedElsewhere(name: string, podUid: string): boolean {
    const pods = this.#volumes.get(name)?.pods ?? new Map<string, MountedPod>();
    return Array.from(pods.values()).some((mount) => mount.podUid !== podUid && mount.state === 'mounted');
  }
}
