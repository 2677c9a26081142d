import type { PodSpec } from '../../kubelet/types.ts';
import type { Call, Kubelet } from '../test-api/kubelet.ts';
import type { TestVolume } from '../test-api/volume.ts';
import { RetryWaits } from './retry-waits.ts';

/** What happened to one volume so far, as far as the driver said so. */
export interface VolumeState {
  /** As it was told when something of it last came: with other options it may not go. */
  volume: TestVolume;
  /** What attach named: where each try begins. */
  attachedAs: string;
  /** What waitforattach named: what mountdevice gets. */
  device: string;
  /** In GDIR and for detach: the spec name, or before 1.6.5 what getvolumename answered last. */
  nodeName: string;
  attached: boolean;
  deviceMounted: boolean;
  /** A new kubelet since the volume came, which has to look again at what is there. */
  since: 'restart' | 'reboot' | undefined;
  /** By uid: pods that have it. */
  pods: Map<string, PodSpec>;
}

/** By spec name, which is a volume's identity (docs/kubelet.md, keys). */
export class KubeletState {
  readonly volumes = new Map<string, VolumeState>();
  readonly waits = new RetryWaits();

  of(volume: TestVolume): VolumeState {
    const known = this.volumes.get(volume.name);
    if (known !== undefined) return known;
    const fresh: VolumeState = {
      volume,
      nodeName: volume.name,
      attachedAs: '',
      device: '',
      attached: false,
      deviceMounted: false,
      since: undefined,
      pods: new Map<string, PodSpec>(),
    };
    this.volumes.set(volume.name, fresh);
    return fresh;
  }

  /** A restarted kubelet: the devices that attach named come from volumesAttached, all else is looked up again. */
  forget(since: 'restart' | 'reboot'): void {
    this.waits.forget();
    for (const state of this.volumes.values()) Object.assign(state, { device: state.attachedAs, since });
  }
}

/** Commands after which there is something to take away. */
const BRINGS: readonly string[] = ['attach', 'mountdevice', 'mount'];

/** Notes what a single call did, when it succeeded. */
export function note(state: VolumeState, call: Call, volume: TestVolume, pod?: PodSpec): Call {
  if (call.conclusion.outcome !== 'success') return call;
  if (BRINGS.includes(call.command)) state.volume = volume;
  const device = call.conclusion.status?.device ?? '';
  switch (call.command as keyof Kubelet) {
    case 'attach':
      Object.assign(state, { attached: true, attachedAs: device, device });
      break;
    case 'waitforattach':
      if (device !== '') state.device = device;
      break;
    case 'mountdevice':
      state.deviceMounted = true;
      break;
    case 'mount':
      if (pod !== undefined) state.pods.set(pod.uid, pod);
      break;
    case 'unmount':
      if (pod !== undefined) state.pods.delete(pod.uid);
      break;
    case 'unmountdevice':
      state.deviceMounted = false;
      break;
    case 'detach':
      Object.assign(state, { attached: false, attachedAs: '', device: '' });
      break;
    default:
  }
  return call;
}

/** Before 1.6.5: the name that the driver gave is the one that counts. */
export function noteName(state: VolumeState, { conclusion }: Call): void {
  const name = conclusion.outcome === 'success' ? conclusion.status?.volumeName : undefined;
  if (name !== undefined) state.nodeName = name.replaceAll('/', '~');
}
