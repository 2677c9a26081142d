import { KubeletError } from '../../kubelet-error.ts';
import type { Wish } from '../desired-state.ts';
import type { KubeletNode } from '../kubelet-node.ts';

/**
 * What the kubelet refuses before it calls the driver.
 * @throws KubeletError
 */
export function checkMayMount(
  node: KubeletNode,
  name: string,
  wish: Wish,
  failed: (what: string) => (error: KubeletError) => KubeletError,
): void {
  const { profile } = node.host;
  const { spec, pod } = wish;
  if (spec.mountOptions.length > 0) {
    const verb = profile.errorsBeginLowerCase ? 'mount' : 'Mount';
    throw failed('MountVolume.MountOptionSupport check failed')(
      new KubeletError(`${verb} options are not supported for this volume type`),
    );
  }
  if (!profile.tripsOverSharedInlineVolume || !node.actual.isMountedElsewhere(name, pod.uid)) return;
  // The check for ReadWriteOncePod takes it for granted that there is a PersistentVolume.
  if (spec.persistent === undefined) {
    throw new KubeletError(
      'recovered from panic "runtime error: invalid memory address or nil pointer dereference"',
    );
  }
  if (spec.accessModes.length === 1 && spec.accessModes[0] === 'ReadWriteOncePod') {
    throw failed('MountVolume.SetUp failed')(
      new KubeletError('volume uses the ReadWriteOncePod access mode and is already in use by another pod'),
    );
  }
}
