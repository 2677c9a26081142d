import type { Kubelet } from '../test-api/kubelet.ts';
import { ExpectationFailed } from './expectation.ts';
import type { KubeletState } from './kubelet-state.ts';

/**
 * The kubelet takes everything away that a requirement brought and left. What goes wrong is no failure of
 * that requirement: it shows in what stays.
 *
 * @returns what went wrong, one sentence each
 */
export async function giveBack(kubelet: Kubelet, state: KubeletState): Promise<string[]> {
  const trouble: string[] = [];
  for (const { volume, pods, ...rest } of state.volumes.values()) {
    const left = [...pods.values()];
    if (left.length === 0 && !rest.attached && !rest.deviceMounted) continue;
    // With no pod left the device alone is to be taken: any pod's name will do for that.
    for (const pod of left.length > 0 ? left : [NOBODY]) {
      try {
        await kubelet.take(volume, pod);
      } catch (error) {
        if (!(error instanceof ExpectationFailed)) throw error;
        trouble.push(error.message);
      }
    }
  }
  return trouble;
}

const NOBODY = { name: '', namespace: '', uid: '', serviceAccountName: '' };
