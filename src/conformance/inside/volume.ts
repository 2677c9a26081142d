import type { VolumeSpec } from '../../kubelet/types.ts';
import type { TestVolume, VolumeChanges } from '../test-api/volume.ts';

/** What was made fresh for a volume. */
export interface Made {
  image?: string;
  device?: string;
  directory?: string;
}

/** A volume that the kubelet knows as `spec`, over what was made for it. */
export function testVolume(spec: VolumeSpec, made: Made): TestVolume {
  return {
    spec,
    name: spec.name,
    ...made,
    with: (changes) => testVolume(changedSpec(spec, changes), made),
    get forgotten() {
      return testVolume(
        { driver: spec.driver, name: spec.name, fsType: '', readOnly: false, options: {} },
        made,
      );
    },
  };
}

/** A spec with what a requirement wants otherwise. */
export function changedSpec(spec: VolumeSpec, changes: VolumeChanges): VolumeSpec {
  const { name = spec.name, fsType = spec.fsType, readOnly = spec.readOnly } = changes;
  const { capacityBytes, secret } = changes;
  return {
    ...spec,
    name,
    fsType,
    readOnly,
    options: { ...(changes.options ?? spec.options), ...changes.addOptions },
    ...(secret === undefined ? {} : { secret: bytesOf(secret) }),
    ...(capacityBytes === undefined
      ? {}
      : { persistent: { capacityBytes, claim: { namespace: 'default', name: `claim-of-${name}` } } }),
  };
}

/** Secret values as the API server holds them, decoded. */
export function bytesOf(secret: Readonly<Record<string, string | Uint8Array>>): Record<string, Uint8Array> {
  return Object.fromEntries(
    Object.entries(secret).map(([key, value]) => [key, Buffer.from(value as string)]),
  );
}
