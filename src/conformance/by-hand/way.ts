import { UsageError } from '../../errors.ts';
import { realDisk } from '../../kubelet/disk.ts';
import { KubeletError } from '../../kubelet/kubelet-error.ts';
import { FlexVolumePlugin } from '../../kubelet/plugin.ts';
import type { PluginHost } from '../../kubelet/plugin-host.ts';
import type { Profile } from '../../kubelet/profile.ts';
import type { PodSpec } from '../../kubelet/types.ts';
import type { Caller } from '../inside/caller.ts';
import { come } from '../inside/coming.ts';
import type { VolumeState } from '../inside/kubelet-state.ts';
import type { ComingStage } from '../test-api/kubelet.ts';

export interface WayParts {
  driver: string;
  profile: Profile;
  root: string;
  node: string;
  call: Caller;
}

/** Where a kubelet has come to before it makes a call. */
const STAGES: Readonly<Record<string, ComingStage>> = {
  waitforattach: 'attach',
  isattached: 'attach',
  detach: 'attach',
  mountdevice: 'waitforattach',
  expandvolume: 'mountdevice',
  unmountdevice: 'mountdevice',
  unmount: 'mount',
};

/** What came of the way to a call. */
export interface Way {
  attachable: boolean;
  /** The kubelet's error, when it got stuck. */
  stuck?: string;
}

/**
 * Does what a kubelet does before it makes a call, its own defaults included. The driver's calls are real.
 * @throws UsageError for a release whose calls are not those of today
 */
export async function goThere(
  command: string,
  state: VolumeState,
  pod: PodSpec,
  parts: WayParts,
): Promise<Way> {
  if (!parts.profile.speaksTodaysCalls) {
    throw new UsageError(
      `--prepare knows the way of kubelet 1.6 and newer: leave it out, or play another release than ${parts.profile.release}`,
    );
  }
  let attachable = true;
  try {
    const plugin = await FlexVolumePlugin.load(hostOf(parts, state), parts.driver);
    attachable = plugin.attachable;
    const stage = stageBefore(command, attachable, parts.profile);
    if (stage !== undefined) await come(plugin, state, state.volume.spec, pod, stage);
    return { attachable };
  } catch (error) {
    if (error instanceof KubeletError) return { attachable, stuck: error.message };
    throw error;
  }
}

function stageBefore(command: string, attachable: boolean, profile: Profile): ComingStage | undefined {
  if (!attachable) return command === 'unmount' || command === 'expandfs' ? 'mount' : undefined;
  if (command === 'mount') return 'mountdevice';
  if (command === 'expandfs') return profile.expandsAfterMount ? 'mount' : 'mountdevice';
  return STAGES[command];
}

function hostOf({ profile, root, node, call }: WayParts, { volume }: VolumeState): PluginHost {
  return {
    profile,
    root,
    nodeName: node,
    disk: realDisk(profile),
    call: async (_, argv) => (await call(argv, { volume: volume.name, surroundings: {} })).conclusion,
    secret: () => undefined,
  };
}
