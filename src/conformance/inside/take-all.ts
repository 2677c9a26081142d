import type { Kubelet } from '../test-api/kubelet.ts';
import { ExpectationFailed } from './expectation.ts';
import type { KubeletState, VolumeState } from './kubelet-state.ts';

type Taker = Pick<Kubelet, 'take' | 'unmount' | 'unmountdevice' | 'detach'>;

/**
 * The kubelet takes everything away that was brought. Where it would be stuck, it goes on all the same, so
 * that one fault leaves behind what it leaves and nothing else.
 *
 * @returns what went wrong, one sentence each
 */
export async function takeAll(kubelet: Taker, state: KubeletState): Promise<string[]> {
  const trouble: string[] = [];
  for (const volume of state.volumes.values()) trouble.push(...(await takeVolume(kubelet, volume)));
  return trouble;
}

async function takeVolume(kubelet: Taker, state: VolumeState): Promise<string[]> {
  const { volume } = state;
  const trouble: string[] = [];
  // With no pod left the device alone is to be taken: any pod will do for that.
  const pods = state.pods.size > 0 ? [...state.pods.values()] : [NOBODY];
  for (const pod of pods) {
    if (state.pods.size === 0 && !state.attached && !state.deviceMounted) return trouble;
    try {
      await kubelet.take(volume, pod);
    } catch (error) {
      if (!(error instanceof ExpectationFailed)) throw error;
      trouble.push(error.message);
      state.pods.delete(pod.uid);
    }
  }
  if (state.deviceMounted) await kubelet.unmountdevice(volume);
  if (state.attached) await kubelet.detach(volume);
  return trouble;
}

const NOBODY = { name: '', namespace: '', uid: '', serviceAccountName: '' };
