import type { Pod } from '../kubelet/managed-volume.ts';
import type { PodObject } from './objects.ts';

/** A pod as the kubelet minds it. Volumes that no container mounts are marked as such. */
export function podOf({ metadata, spec }: PodObject): Pod {
  const used = new Set<string>();
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    for (const { name } of [...(container.volumeMounts ?? []), ...(container.volumeDevices ?? [])])
      used.add(name);
  }
  const fsGroup = spec.securityContext?.fsGroup;
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? 'default',
    uid: metadata.uid ?? '',
    serviceAccountName: spec.serviceAccountName ?? '',
    ...(fsGroup === undefined ? {} : { fsGroup }),
    volumes: (spec.volumes ?? []).map(({ name }) => ({ name, used: used.has(name) })),
  };
}
