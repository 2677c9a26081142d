import type { ManagedVolume } from '../../managed-volume.ts';
import type { FlexVolumePlugin } from '../../plugin.ts';
import { legacyTearDown } from '../../plugin-legacy.ts';
import { tearDown } from '../../plugin-mount.ts';
import type { MountedPod } from '../actual-state.ts';
import type { KubeletNode } from '../kubelet-node.ts';
import { orError, podVolumeError } from '../volume-text.ts';

/** Unmounts a volume for a pod that no longer wants it. */
export async function unmountVolume(
  node: KubeletNode,
  plugin: FlexVolumePlugin,
  name: string,
  mount: Pick<MountedPod, 'podUid' | 'outerName'> & { spec: Pick<ManagedVolume, 'name'> },
): Promise<void> {
  const { podUid, spec } = mount;
  const { profile } = node.host;
  const goDown = profile.speaksTodaysCalls ? tearDown : legacyTearDown;
  await orError(goDown(plugin, spec.name, podUid), (error) => {
    const known = node.actual.get(name)?.pods.get(podUid);
    // So that a pod that comes back has it mounted again: the driver may have got half of it done.
    if (known !== undefined && profile.doubtsAfterFailedUnmount) known.state = 'uncertain';
    const pod = { name: podUid, uid: podUid };
    const shown = { ...spec, name: mount.outerName } as ManagedVolume;
    return podVolumeError('UnmountVolume.TearDown failed', name, shown, pod, error);
  });
  node.actual.markUnmounted(name, podUid);
}
