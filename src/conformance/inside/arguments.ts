import { marshalOptions, mountOptions, volumeOptions } from '../../kubelet/options.ts';
import { deviceMountPath, podVolumePath } from '../../kubelet/paths.ts';
import type { Profile } from '../../kubelet/profile.ts';
import type { Command, PodSpec } from '../../kubelet/types.ts';
import type { TestVolume } from '../test-api/volume.ts';

/** What the arguments of a call are made from. */
export interface Circumstances {
  root: string;
  node: string;
  profile: Profile;
  /** What the kubelet calls the volume in GDIR and for detach, when it is not the spec name. */
  name?: string;
  /** DEV of docs/kubelet.md. */
  device: string;
  pod?: PodSpec | undefined;
  dir?: string | undefined;
  /** Bytes. */
  sizes?: { newBytes: number; oldBytes: number };
  /** Whether the driver has the capability attach. */
  attachable: boolean;
}

/** A command with its arguments as a kubelet of 1.6 and later gives them: docs/kubelet.md, "Arguments". */
export function argumentsOf(command: Command, volume: TestVolume, about: Circumstances): string[] {
  const { node, device, profile, dir, pod } = about;
  const name = about.name ?? volume.name;
  const options = () => marshalOptions(volumeOptions(volume.spec, profile));
  const deviceDir = dir ?? deviceDirOf(volume, about.root, name);
  const podDir = () => dir ?? podDirOf(volume, podOf(command, pod), about.root);
  const sizes = () => [about.sizes?.newBytes ?? 0, about.sizes?.oldBytes ?? 0].map(String);
  switch (command) {
    case 'init':
      return [command];
    case 'getvolumename':
      return [command, options()];
    case 'attach':
    case 'isattached':
      return [command, options(), node];
    case 'waitforattach':
      return [command, device, options()];
    case 'mountdevice':
      return [command, deviceDir, device, options()];
    case 'mount':
      return [command, podDir(), marshalOptions(mountOptions(volume.spec, podOf(command, pod), profile))];
    case 'unmount':
      return [command, podDir()];
    case 'unmountdevice':
      return [command, deviceDir];
    case 'detach':
      return [command, name, node];
    case 'expandvolume':
      return [command, options(), deviceDir, ...sizes()];
    case 'expandfs': {
      const inPod = profile.expandsAfterMount || !about.attachable;
      return [command, options(), device, inPod ? podDir() : deviceDir, ...sizes()];
    }
  }
}

/** DIR */
export function podDirOf(volume: TestVolume, pod: PodSpec, root: string): string {
  return podVolumePath(root, pod.uid, volume.spec.driver, volume.name);
}

/** GDIR */
export function deviceDirOf(volume: TestVolume, root: string, name: string): string {
  return deviceMountPath(root, volume.spec.driver, name);
}

function podOf(command: Command, pod: PodSpec | undefined): PodSpec {
  if (pod === undefined) throw new TypeError(`the arguments of ${command} need a pod`);
  return pod;
}
