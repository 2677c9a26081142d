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
};
