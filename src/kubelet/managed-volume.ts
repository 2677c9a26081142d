import type { PodSpec, VolumeSpec } from './types.ts';

/** A volume as the volume manager carries it: what a driver is told, and what the kubelet itself minds. */
export interface ManagedVolume extends VolumeSpec {
  /** Looked up at each mount, so that a secret made later is found. */
  secretRef?: SecretRef;
  /** A PersistentVolume's `mountOptions`, which FlexVolume refuses. */
  mountOptions: readonly string[];
  /** A PersistentVolume's; empty for an inline volume. */
  accessModes: readonly string[];
}

/** One entry of a pod's `volumes`. */
export interface PodVolume {
  /** Its name in the pod, which is not the PersistentVolume's. */
  name: string;
  /** Whether a container mounts it; the kubelet ignores it otherwise. */
  used: boolean;
}

export interface Pod extends PodSpec {
  volumes: readonly PodVolume[];
}

/** Without a namespace it is the pod's. */
export interface SecretRef {
  name: string;
  namespace?: string;
}

/** A secret as the API server holds it, values decoded. */
export interface Secret {
  type: string;
  data: Readonly<Record<string, Uint8Array>>;
}
