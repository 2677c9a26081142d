import { mkdirSync } from 'node:fs';
import { profileFor } from '../../kubelet/profile.ts';
import { changeOrdinal, releaseOrdinal } from '../../kubelet/releases/release.ts';
import type { Command, PodSpec } from '../../kubelet/types.ts';
import type { Call, Kubelet, Surroundings } from '../test-api/kubelet.ts';
import type { TestVolume } from '../test-api/volume.ts';
import { argumentsOf, type Circumstances, deviceDirOf, podDirOf } from './arguments.ts';
import type { Caller } from './caller.ts';
import type { Composites } from './composites.ts';
import { type KubeletState, note, noteName } from './kubelet-state.ts';
import { takeAll } from './take-all.ts';

export interface KubeletParts {
  release: string;
  root: string;
  nodeName: string;
  attachable: boolean;
  call: Caller;
  state: KubeletState;
  composites: Composites;
}

/** As the kubelet makes directories for volumes. */
const DIRECTORY_MODE = 0o750;

type Where = Partial<Circumstances> & { make?: boolean | undefined };

/** The kubelet that requirements play. @param surroundings in which it calls the driver */
export function testKubelet(parts: KubeletParts, surroundings: Surroundings = {}): Kubelet {
  const { release, root, attachable, state, composites } = parts;
  const nodeName = surroundings.node ?? parts.nodeName;
  const profile = profileFor(release);

  const argv = (command: Command, volume: TestVolume, where: Where) =>
    argumentsOf(command, volume, {
      root,
      node: nodeName,
      profile,
      attachable,
      device: state.of(volume).device,
      name: state.of(volume).nodeName,
      ...where,
    });
  const single = async (command: Command, volume: TestVolume, given: Where = {}): Promise<Call> => {
    const where = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Where;
    const line = argv(command, volume, where);
    if (where.make !== false) makeTarget(command, line);
    const call = await parts.call(line, { volume: volume.name, surroundings });
    return where.node === undefined || where.node === nodeName
      ? note(state.of(volume), call, volume, where.pod)
      : call;
  };
  const raw = (...line: string[]) => parts.call(line, { surroundings });

  const kubelet: Kubelet = {
    release,
    atLeast: (other) => releaseOrdinal(release) >= changeOrdinal(other),
    init: () => raw('init'),
    getvolumename: async (volume) => {
      const call = await single('getvolumename', volume);
      if (profile.usesDriversVolumeName) noteName(state.of(volume), call);
      return call;
    },
    attach: (volume, where) => single('attach', volume, where),
    waitforattach: (volume, where) =>
      single('waitforattach', volume, { device: where?.device ?? state.of(volume).attachedAs }),
    isattached: (volume, where) => single('isattached', volume, where),
    mountdevice: (volume, where) => single('mountdevice', volume, where),
    mount: (volume, pod, where) => single('mount', volume, { ...where, pod }),
    unmount: (volume, pod, where) => single('unmount', volume, { ...where, pod }),
    unmountdevice: (volume, where) => single('unmountdevice', volume, where),
    detach: (volume, where) => single('detach', volume, where),
    expandvolume: (volume, newBytes, oldBytes) =>
      single('expandvolume', volume, { sizes: { newBytes, oldBytes } }),
    expandfs: (volume, pod, newBytes, oldBytes) =>
      single('expandfs', volume, {
        pod,
        sizes: { newBytes, oldBytes },
        ...(attachable ? {} : { device: '' }),
      }),
    call: raw,
    argv: (command, volume, pod) => argv(command, volume, pod === undefined ? {} : { pod }),
    dir: (volume: TestVolume, pod: PodSpec) => podDirOf(volume, pod, root),
    deviceDir: (volume) => deviceDirOf(volume, root, state.of(volume).nodeName),
    device: (volume) => state.of(volume).device,
    bring: (volume, pod, until) => composites.bring(volume, pod, until, surroundings),
    take: (volume, pod, until) => composites.take(volume, pod, until, surroundings),
    restart: () => {
      state.forget('restart');
      composites.restart();
    },
    takeAll: () => takeAll(kubelet, state),
    with: (changes) => testKubelet(parts, { ...surroundings, ...changes }),
  };
  return kubelet;
}

/** The kubelet makes the directory that a driver is to mount on; it never makes one to unmount. */
function makeTarget(command: Command, line: readonly string[]): void {
  if (command !== 'mount' && command !== 'mountdevice') return;
  mkdirSync(line[1] as string, { recursive: true, mode: DIRECTORY_MODE });
}
