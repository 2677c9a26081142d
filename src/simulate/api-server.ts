import { KubeletError } from '../kubelet/kubelet-error.ts';
import type { ManagedVolume, Pod, PodVolume, Secret } from '../kubelet/managed-volume.ts';
import type { ClaimRef, Cluster } from '../kubelet/volume-manager/cluster.ts';
import type {
  ClaimObject,
  KubernetesObject,
  PersistentVolumeObject,
  PodObject,
  SecretObject,
} from './objects.ts';
import { podOf } from './pod.ts';
import { formatQuantity, parseQuantity } from './quantity.ts';
import { supplyDefaults } from './supply-defaults.ts';
import { inlineVolume, persistentVolume } from './volume-source.ts';

type Attached = readonly { name: string; devicePath: string }[];

/** The API server's part: manifests as objects that a kubelet reads. */
export class ApiServer implements Cluster {
  readonly pods: readonly Pod[];
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #podObjects = new Map<string, PodObject>();
  readonly #podsByName = new Map<string, Pod>();
  readonly #attached: Attached;
  readonly #honoursReadOnlyOfVolume: boolean;

  /** @param options.attached the node's `status.volumesAttached` */
  constructor(
    objects: readonly KubernetesObject[],
    options: { attached: Attached; honoursReadOnlyOfVolume: boolean },
  ) {
    const pods: Pod[] = [];
    for (const object of supplyDefaults(objects)) {
      this.#objects.set(keyOf(object.kind, object.metadata.namespace, object.metadata.name), object);
      if (object.kind !== 'Pod') continue;
      const pod = podOf(object);
      pods.push(pod);
      if (!this.#podsByName.has(pod.name)) this.#podsByName.set(pod.name, pod);
      this.#podObjects.set(pod.uid, object);
    }
    this.pods = pods;
    this.#attached = options.attached;
    this.#honoursReadOnlyOfVolume = options.honoursReadOnlyOfVolume;
  }

  /** The first of that name, whatever its namespace. */
  podNamed(name: string): Pod | undefined {
    return this.#podsByName.get(name);
  }

  volumesAttached(): Attached {
    return this.#attached;
  }

  secret({ namespace, name }: { namespace: string; name: string }): Secret | undefined {
    const object = this.#get<SecretObject>('Secret', namespace, name);
    if (object === undefined) return undefined;
    const data: Record<string, Uint8Array> = {};
    for (const [key, value] of Object.entries(object.data ?? {})) data[key] = Buffer.from(value, 'base64');
    for (const [key, value] of Object.entries(object.stringData ?? {})) data[key] = Buffer.from(value);
    return { type: object.type ?? 'Opaque', data };
  }

  claimCapacity({ namespace, name }: ClaimRef): number {
    const claim = this.#get<ClaimObject>('PersistentVolumeClaim', namespace, name);
    if (claim === undefined) throw new KubeletError(`persistentvolumeclaims "${name}" not found`);
    return parseQuantity(claim.status?.capacity?.storage ?? '0') ?? 0;
  }

  setClaimCapacity({ namespace, name }: ClaimRef, bytes: number): void {
    const claim = this.#get<ClaimObject>('PersistentVolumeClaim', namespace, name);
    if (claim !== undefined) claim.status = { ...claim.status, capacity: { storage: formatQuantity(bytes) } };
  }

  volumeOf(pod: Pod, { name }: PodVolume): ManagedVolume | undefined {
    const entry = this.#podObjects.get(pod.uid)?.spec.volumes?.find((volume) => volume.name === name);
    if (entry?.flexVolume !== undefined) return inlineVolume(name, entry.flexVolume);
    if (entry?.persistentVolumeClaim === undefined) return undefined;
    const { claimName, readOnly = false } = entry.persistentVolumeClaim;
    const volume = this.#claimed(pod.namespace, claimName);
    const source = volume.spec.flexVolume;
    if (source === undefined) return undefined;
    if (volume.spec.volumeMode === 'Block') {
      throw new KubeletError(`volume ${name} has volumeMode Block, but is specified in volumeMounts`);
    }
    const ofVolume = this.#honoursReadOnlyOfVolume && source.readOnly === true;
    return persistentVolume(volume, source, readOnly || ofVolume);
  }

  #claimed(namespace: string, name: string): PersistentVolumeObject {
    const failed = (why: string): KubeletError =>
      new KubeletError(`error processing PVC ${namespace}/${name}: ${why}`);
    const claim = this.#get<ClaimObject>('PersistentVolumeClaim', namespace, name);
    if (claim === undefined) {
      throw failed(`failed to fetch PVC from API server: persistentvolumeclaims "${name}" not found`);
    }
    const { volumeName = '' } = claim.spec;
    const phase = claim.status?.phase ?? '';
    if (phase !== 'Bound' || volumeName === '') throw failed('PVC is not bound');
    const volume = this.#get<PersistentVolumeObject>('PersistentVolume', undefined, volumeName);
    if (volume === undefined) {
      throw failed(
        `failed to fetch PV ${volumeName} from API server: persistentvolumes "${volumeName}" not found`,
      );
    }
    return volume;
  }

  #get<Kind extends KubernetesObject>(
    kind: Kind['kind'],
    namespace: string | undefined,
    name: string,
  ): Kind | undefined {
    return this.#objects.get(keyOf(kind, namespace, name)) as Kind | undefined;
  }
}

function keyOf(kind: string, namespace: string | undefined, name: string): string {
  return `${kind} ${kind === 'PersistentVolume' ? '' : namespace}/${name}`;
}
