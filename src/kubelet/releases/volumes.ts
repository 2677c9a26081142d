import { before, positions, since } from './switch.ts';

/** What differs in the volume manager: order, retries, restart. docs/kubelet.md, "Keys, retries, time" and "Restart". */
export const VOLUME_SWITCHES = {
  takesFailedIsAttachedForAttached: before('1.9', 'Takes a failing isattached for "attached".'),
  asksVolumeNameAfterWaitForAttach: since(
    '1.27',
    'Calls getvolumename after every waitforattach, also for a second pod and on a retry of mount.',
    { likely: true },
  ),
  reconstructsWithoutAttach: since(
    '1.28',
    'After a restart calls neither attach for pods that stayed nor detach for volumes it finds on disk. Without it: both.',
    { likely: true },
  ),
  unmountsUnmountedAfterRestart: since(
    '1.28',
    'After a restart calls unmount and unmountdevice for an attachable volume also when its directory is not mounted. Without it: unmount alone.',
    { likely: true },
  ),
  tripsOverSharedInlineVolume: since(
    '1.25',
    'Two pods with an inline attachable volume of one name: the second is not mounted until the first is gone.',
    { likely: true },
  ),
  podTimeoutText: positions(
    'What ends the error of a pod that waited too long for its volumes.',
    [
      ['1.2', 'timed out waiting for the condition'],
      ['1.27', 'context deadline exceeded'],
    ],
    { likely: true },
  ),
  makesPodsDirectoryAtStart: since('1.21', 'Makes <root>/pods when it starts, not with the first pod.', {
    likely: true,
  }),
  listsUnprocessedVolumes: since(
    '1.27',
    'Names in the error of a pod that waited the volumes that are really not attached, and those that could not be processed. Without it: every volume of the pod counts as unattached.',
    { likely: true },
  ),
  doubtsAfterFailedUnmount: since(
    '1.24',
    'Takes a volume for uncertain after a failed unmount or unmountdevice: a pod that comes back has it mounted again. Without it: it counts as mounted.',
    { likely: true },
  ),
  pausesBetweenRemovals: before(
    '1.22',
    'Looks for pods that are gone at most every 2 s. Without it: at every tick.',
    { likely: true },
  ),
  prefersOperationOfSamePod: since(
    '1.26',
    'Looks first for the operation of the same pod when it decides whether to wait. Without it: takes the first of the volume.',
    { likely: true },
  ),
};
