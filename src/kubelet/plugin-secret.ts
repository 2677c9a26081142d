import { KubeletError } from './kubelet-error.ts';
import type { ManagedVolume, Pod } from './managed-volume.ts';
import type { FlexVolumePlugin } from './plugin.ts';

/**
 * The volume with the values of its secret, as mount gets them.
 * @throws KubeletError when the secret is missing or of a type that is not the driver's name
 */
export function withSecret(plugin: FlexVolumePlugin, volume: ManagedVolume, pod: Pod): ManagedVolume {
  const ref = volume.secretRef;
  if (ref === undefined) return volume;
  const namesNamespace = volume.persistent !== undefined && plugin.host.profile.readsSecretNamespaceOfVolume;
  const namespace = (namesNamespace ? ref.namespace : undefined) ?? pod.namespace;
  const secret = plugin.host.secret({ namespace, name: ref.name });
  const where = `${namespace}/${ref.name}`;
  const failed = plugin.host.profile.errorsBeginLowerCase ? "couldn't get secret" : "Couldn't get secret";
  if (secret === undefined) {
    throw new KubeletError(`${failed} ${where} err: secrets "${ref.name}" not found`);
  }
  if (secret.type !== volume.driver) {
    throw new KubeletError(`${failed} ${where} err: cannot get secret of type ${volume.driver}`);
  }
  return { ...volume, secret: secret.data };
}
