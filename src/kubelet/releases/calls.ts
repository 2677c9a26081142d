import { before, between, positions, since } from './switch.ts';

/** What differs in the calls themselves: commands, arguments, options. docs/kubelet.md, "Arguments" and "Options". */
export const CALL_SWITCHES = {
  speaksTodaysCalls: since(
    '1.6',
    'Calls getvolumename, waitforattach, isattached, mountdevice and unmountdevice; mount gets DIR J, detach gets a name and NODE. Without it: attach J, mount DIR DEV J, unmount DIR, detach DEV.',
  ),
  knowsExpansion: since('1.13', 'Calls expandvolume and expandfs.'),
  usesDriversVolumeName: between(
    '1.6',
    '1.6.5',
    'Takes the volumeName that the driver answers, "/" written as "~", for the device mount path and for detach.',
  ),
  passesVolumeName: since('1.6.5', 'Passes kubernetes.io/pvOrVolumeName.'),
  passesPod: since('1.7', 'Passes kubernetes.io/pod.* and kubernetes.io/serviceAccount.name on mount.'),
  passesOneRawSecret: before(
    '1.3',
    'Passes one secret value, not encoded, under kubernetes.io/secret. Without it: each key in base64 under kubernetes.io/secret/<key>.',
  ),
  passesSecretsOnAttach: before('1.6', 'Passes secrets to attach as well as to mount.'),
  fsGroupOption: positions('The key under which mount gets the fsGroup of the pod; none before 1.6.', [
    ['1.2', undefined],
    ['1.6', 'kubernetes.io/fsGroup'],
    ['1.15', 'kubernetes.io/mounterArgs.FsGroup'],
  ]),
  kubernetesKeysWin: before('1.6', "Lets its own kubernetes.io keys override the user's options."),
  honoursReadOnlyOfVolume: before(
    '1.6',
    "Takes readOnly of a PersistentVolume from the volume itself, not from the claim's reference alone.",
  ),
  writesShortEscapes: since(
    '1.30',
    'Writes backspace and form feed in the options as \\b and \\f, not as \\u0008 and \\u000c.',
    { likely: true, unrecorded: true },
  ),
  readsSecretNamespaceOfVolume: since('1.10', "Lets a PersistentVolume's secretRef name a namespace."),
};
