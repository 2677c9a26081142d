import type { Profile } from '../../kubelet/profile.ts';
import type { Conclusion } from '../../kubelet/types.ts';

const BACKOFF = 'after 500 ms, then after twice as long each time, up to 2 min 2 s';

/**
 * What the kubelet does next, in sentences. docs/kubelet.md, "Coming", "Going" and "Keys, retries, time".
 *
 * @param attaches whether the driver does, where that is known
 */
export function nextSteps(
  command: string,
  conclusion: Conclusion,
  profile: Profile,
  attaches?: boolean,
): string[] {
  if (command === '') return [];
  if (conclusion.crash !== undefined) return CRASH;
  if (conclusion.outcome === 'not-supported') return notSupported(command, profile);
  if (conclusion.outcome === 'success') return AFTER_SUCCESS[command] ?? [];
  return (AFTER_FAILURE[command] ?? unknown)(profile, attaches);
}

const CRASH = [
  'The kubelet ends with a panic. systemd starts it again, it calls init again, and ends again.',
  'Until the driver is mended or taken away no pod of this node is looked after.',
];

const unknown = (): string[] => ['No kubelet makes this call, so nothing follows from it.'];

type ByProfile = (profile: Profile, attaches?: boolean) => string[];

const AFTER_FAILURE: Readonly<Record<string, ByProfile>> = {
  init: (profile) => [
    profile.watchesPluginDirectory
      ? "The driver is not loaded. The kubelet tries init again when something in the driver's directory is created, written, renamed or gets another mode, or when it starts anew; from then on at every look-up until it succeeds."
      : 'The driver is not loaded until the kubelet starts anew.',
    'Pods with its volumes wait with `no volume plugin matched`. Had it been loaded before, the old one stays in use.',
    ...(profile.hidesBatchBehindBrokenNeighbour
      ? ['On this release it also hides every other driver that is found together with it, good ones too.']
      : []),
  ],
  getvolumename: () => [
    'The volume is not added to the pod: no attach, no mount. The kubelet asks again every 100 ms until its first sync, then at each sync of the pod (about a minute).',
    'Before unmountdevice and detach the same failure holds up the clean-up, with backoff.',
  ],
  attach: () => [
    `attach is called again ${BACKOFF}. Nothing was made on disk.`,
    'The pod waits in ContainerCreating; every 2 min 3 s it gets the event that its volumes were not mounted in time.',
  ],
  waitforattach: () => [
    `The whole mount is tried again ${BACKOFF}, beginning with waitforattach and the device that attach named.`,
    'Nothing was made on disk; the pod waits in ContainerCreating.',
  ],
  isattached: (profile) => [
    profile.takesFailedIsAttachedForAttached
      ? 'This release takes a failing isattached for "attached".'
      : "The controller leaves all of this driver's volumes on that node as they were, and asks again in a minute.",
  ],
  mountdevice: () => [
    `waitforattach and mountdevice are called again ${BACKOFF}.`,
    'The device mount path stays, with whatever is mounted there: after a failed mountdevice the kubelet never calls unmountdevice, and when the pod goes it detaches.',
  ],
  mount: (profile, attaches) => [
    `${mountCalls(profile, attaches)} called again ${BACKOFF}. If the directory is a mount point by then, the kubelet takes the volume for mounted and does not call mount.`,
    profile.removesDirectoryAfterFailedMount
      ? "The kubelet removes the pod's volume directory with rmdir: a mount or a file left in it stays. unmount is not called for it."
      : "The pod's volume directory stays, and unmount is not called for it.",
  ],
  unmount: () => [
    `unmount is called again ${BACKOFF}. The directory stays, and the pod stays in Terminating.`,
    'unmountdevice and detach wait for it.',
  ],
  unmountdevice: () => [
    `unmountdevice is called again ${BACKOFF}. The device mount path stays, and detach waits for it.`,
  ],
  detach: () => [`detach is called again ${BACKOFF}. The volume counts as attached to this node until then.`],
  expandvolume: () => ['The claim keeps its old size, and the controller tries again.'],
  expandfs: (profile) => [
    profile.expandsAfterMount
      ? `waitforattach, getvolumename and expandfs are called again ${BACKOFF}; the volume is mounted, and the pod waits all the same.`
      : `waitforattach, getvolumename and expandfs are called again ${BACKOFF}; the pod is not mounted until it succeeds.`,
  ],
};

function mountCalls({ speaksTodaysCalls }: Profile, attaches: boolean | undefined): string {
  if (!speaksTodaysCalls || attaches === false) return 'mount is';
  return attaches === true
    ? 'waitforattach and mount are'
    : 'waitforattach (where the driver has attach) and mount are';
}

const AFTER_SUCCESS: Readonly<Record<string, string[]>> = {
  init: ['The driver is loaded with the capabilities shown.'],
  getvolumename: [
    'The name is ignored: the kubelet goes on with the spec name (the PV, or the volume in the pod).',
  ],
  attach: ['The device is kept and given to waitforattach.'],
  waitforattach: ['The device is given to mountdevice of this attempt.'],
  isattached: [
    'When `attached` is not true, the controller marks the volume as detached and calls attach again, though it may be mounted.',
  ],
  mountdevice: ['mount follows for each pod. mountdevice is not called again while a pod wants the volume.'],
  mount: ['The kubelet takes the volume for mounted, without looking, and starts the containers.'],
  unmount: [
    'If the directory is still there, the kubelet removes it with one rmdir (or unlink): a file left in it or a mount still on it is an error, and unmount is called again.',
  ],
  unmountdevice: [
    'If the device mount path is still there, the kubelet removes it with one rmdir; then detach follows.',
  ],
  detach: ['The volume is gone from this node.'],
  expandvolume: ['`volumeNewSize` is taken for the size of the volume.'],
  expandfs: ["The claim's capacity is raised, so it is called once."],
};

function notSupported(command: string, profile: Profile): string[] {
  const instead = DEFAULTS[command];
  if (instead === undefined) return unknown();
  if (command === 'init') return [instead, ...(AFTER_FAILURE.init as ByProfile)(profile)];
  return [
    instead,
    ...(profile.remembersNotSupported
      ? [`${command} is not called again until the driver is probed anew or the kubelet starts anew.`]
      : []),
  ];
}

const DEFAULTS: Readonly<Record<string, string>> = {
  init: 'init must be supported: this counts as a failure, with the error `Not supported`.',
  getvolumename: 'The kubelet uses the spec name (the PV, or the volume in the pod).',
  attach: 'The kubelet goes on with an empty device.',
  waitforattach: 'The kubelet goes on with the device as attach named it.',
  isattached: 'The volume is left unverified.',
  mountdevice:
    'The kubelet does it: with a device it looks for a filesystem with blkid, makes one if the device is blank and writable, and mounts it. Without a device it does nothing.',
  mount:
    'The kubelet does it: a bind mount of the device mount path, **writable even where readOnly was asked for**.',
  unmount: 'The kubelet does it: umount, then rmdir.',
  unmountdevice: 'The kubelet does it: umount, then rmdir.',
  detach: 'Nothing is done.',
  expandvolume: 'The size is taken for granted.',
  expandfs: 'The kubelet does it, with resize2fs or xfs_growfs; any other filesystem is an error.',
};
