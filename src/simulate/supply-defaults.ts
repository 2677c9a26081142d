import { createHash } from 'node:crypto';
import type { ClaimObject, KubernetesObject, PersistentVolumeObject, PodObject } from './objects.ts';
import { parseQuantity } from './quantity.ts';

/**
 * Adds what an API server and its controllers would have added to a user's manifests: uid, namespace,
 * service account, the binding of claims and their status. An object that has been through an API server
 * (a pod with a uid, a claim with a status) is left as it is.
 */
export function supplyDefaults(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const named = objects.map(withNamespace);
  const volumes = named.filter((object) => object.kind === 'PersistentVolume');
  const claims = named.filter((object) => object.kind === 'PersistentVolumeClaim');
  for (const claim of claims) bind(claim, volumes);
  return named.map((object) => (object.kind === 'Pod' ? withPodDefaults(object) : object));
}

function withNamespace(object: KubernetesObject): KubernetesObject {
  const copy = structuredClone(object);
  if (copy.kind !== 'PersistentVolume') copy.metadata.namespace ??= 'default';
  return copy;
}

function withPodDefaults(pod: PodObject): PodObject {
  if (pod.metadata.uid !== undefined) return pod;
  const uid = uidFor(`${pod.metadata.namespace}/${pod.metadata.name}`);
  const serviceAccountName = pod.spec.serviceAccountName ?? 'default';
  return { ...pod, metadata: { ...pod.metadata, uid }, spec: { ...pod.spec, serviceAccountName } };
}

/** The same for the same pod each time, so that two runs compare. */
function uidFor(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function bind(claim: ClaimObject, volumes: readonly PersistentVolumeObject[]): void {
  const volume = volumeFor(claim, volumes);
  if (volume !== undefined) {
    claim.spec.volumeName ??= volume.metadata.name;
    const { namespace, name } = claim.metadata;
    volume.spec.claimRef ??= { name, ...(namespace === undefined ? {} : { namespace }) };
  }
  if (claim.status !== undefined) return;
  const capacity = volume?.spec.capacity;
  claim.status =
    volume === undefined ? { phase: 'Pending' } : { phase: 'Bound', ...(capacity ? { capacity } : {}) };
}

/** The volume that the claim names, the one that names the claim, or the smallest that fits. */
function volumeFor(
  claim: ClaimObject,
  volumes: readonly PersistentVolumeObject[],
): PersistentVolumeObject | undefined {
  if (claim.spec.volumeName !== undefined) {
    return volumes.find((volume) => volume.metadata.name === claim.spec.volumeName);
  }
  const { namespace, name } = claim.metadata;
  const reserved = volumes.find(
    ({ spec }) => spec.claimRef?.name === name && (spec.claimRef.namespace ?? 'default') === namespace,
  );
  if (reserved !== undefined) return reserved;
  const fitting = volumes.filter((volume) => fits(claim, volume));
  return fitting.sort((a, b) => sizeOf(a) - sizeOf(b))[0];
}

function fits(claim: ClaimObject, { spec }: PersistentVolumeObject): boolean {
  const wanted = parseQuantity(claim.spec.resources?.requests?.storage ?? '0') ?? 0;
  return (
    !spec.claimRef &&
    (spec.storageClassName ?? '') === (claim.spec.storageClassName ?? '') &&
    (parseQuantity(spec.capacity?.storage ?? '0') ?? 0) >= wanted &&
    (claim.spec.accessModes ?? []).every((mode) => spec.accessModes?.includes(mode))
  );
}

function sizeOf({ spec }: PersistentVolumeObject): number {
  return parseQuantity(spec.capacity?.storage ?? '0') ?? 0;
}
