import type { ManagedVolume, Pod, PodVolume } from '../managed-volume.ts';

/** What the volume manager reads from, and writes to, the API server. */
export interface Cluster {
  /**
   * The volume behind an entry of a pod's `volumes`: inline, or through its claim.
   * @returns undefined for a volume that is none of FlexVolume's
   * @throws KubeletError such as a claim that is not bound
   */
  volumeOf(pod: Pod, volume: PodVolume): ManagedVolume | undefined;
  /** `status.capacity.storage` of a claim in bytes; 0 when absent. @throws KubeletError when there is no such claim */
  claimCapacity(claim: ClaimRef): number;
  setClaimCapacity(claim: ClaimRef, bytes: number): void;
  /** The node's `status.volumesAttached`. */
  volumesAttached(): readonly { name: string; devicePath: string }[];
}

export interface ClaimRef {
  namespace: string;
  name: string;
}
