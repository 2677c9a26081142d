import { marshalString } from './json/marshal-string.ts';
import { DEFAULT_RELEASE, type Profile, profileFor } from './profile.ts';
import { secretOptions } from './secret-options.ts';
import type { PodSpec, VolumeSpec } from './types.ts';

export type Options = Record<string, string>;

/**
 * The options as the one JSON argument that a driver gets: Go's `json.Marshal` of a string map, keys in
 * the order of their UTF-8 bytes, without blanks.
 */
export function marshalOptions(
  options: Readonly<Options>,
  profile: Profile = profileFor(DEFAULT_RELEASE),
): string {
  const keys = Object.keys(options).map((key) => ({ key, bytes: Buffer.from(key) }));
  keys.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const short = profile.writesShortEscapes;
  const members = keys.map(
    ({ key }) => `${marshalString(key, short)}:${marshalString(options[key] ?? '', short)}`,
  );
  return `{${members.join(',')}}`;
}

/** The options of every command but mount. docs/kubelet.md, "Options". */
export function volumeOptions(spec: VolumeSpec, profile: Profile): Options {
  return merged(spec, volumeKeys(spec, profile), profile);
}

/** The options of mount. */
export function mountOptions(spec: VolumeSpec, pod: PodSpec, profile: Profile): Options {
  const own = {
    ...volumeKeys(spec, profile),
    ...podKeys(pod, profile),
    ...secretOptions(spec, profile),
    ...fsGroupKey(pod, profile),
  };
  return merged(spec, own, profile);
}

function merged(spec: VolumeSpec, own: Options, profile: Profile): Options {
  return profile.kubernetesKeysWin ? { ...spec.options, ...own } : { ...own, ...spec.options };
}

function volumeKeys(spec: VolumeSpec, profile: Profile): Options {
  return {
    'kubernetes.io/fsType': spec.fsType,
    'kubernetes.io/readwrite': spec.readOnly ? 'ro' : 'rw',
    ...(profile.passesVolumeName ? { 'kubernetes.io/pvOrVolumeName': spec.name } : {}),
    ...(profile.passesSecretsOnAttach ? secretOptions(spec, profile) : {}),
  };
}

function podKeys(pod: PodSpec, profile: Profile): Options {
  if (!profile.passesPod) return {};
  return {
    'kubernetes.io/pod.name': pod.name,
    'kubernetes.io/pod.namespace': pod.namespace,
    'kubernetes.io/pod.uid': pod.uid,
    'kubernetes.io/serviceAccount.name': pod.serviceAccountName,
  };
}

function fsGroupKey(pod: PodSpec, profile: Profile): Options {
  const { fsGroupOption } = profile;
  return fsGroupOption === undefined || pod.fsGroup === undefined
    ? {}
    : { [fsGroupOption]: `${pod.fsGroup}` };
}
