import type { ManagedVolume } from '../kubelet/managed-volume.ts';
import type { FlexVolumeSource, PersistentVolumeObject } from './objects.ts';
import { parseQuantity } from './quantity.ts';

/** A pod's own volume: its name is the one it has in the pod. */
export function inlineVolume(name: string, source: FlexVolumeSource): ManagedVolume {
  return { ...common(name, source), readOnly: source.readOnly === true, mountOptions: [], accessModes: [] };
}

/** @param readOnly what the claim's reference in the pod says */
export function persistentVolume(
  volume: PersistentVolumeObject,
  source: FlexVolumeSource,
  readOnly: boolean,
): ManagedVolume {
  const { claimRef, capacity, mountOptions, accessModes } = volume.spec;
  const claim = { namespace: claimRef?.namespace ?? 'default', name: claimRef?.name ?? '' };
  return {
    ...common(volume.metadata.name, source),
    readOnly,
    mountOptions: mountOptions ?? [],
    accessModes: accessModes ?? [],
    persistent: { capacityBytes: parseQuantity(capacity?.storage ?? '0') ?? 0, claim },
  };
}

function common(
  name: string,
  source: FlexVolumeSource,
): Pick<ManagedVolume, 'driver' | 'name' | 'fsType' | 'options' | 'secretRef'> {
  const ref = source.secretRef;
  return {
    driver: source.driver,
    name,
    fsType: source.fsType ?? '',
    options: source.options ?? {},
    ...(ref?.name === undefined
      ? {}
      : {
          secretRef: { name: ref.name, ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }) },
        }),
  };
}
