import { AsyncLocalStorage } from 'node:async_hooks';
import { KubeletError } from '../../kubelet/kubelet-error.ts';
import { FlexVolumePlugin } from '../../kubelet/plugin.ts';
import type { Disk, PluginHost } from '../../kubelet/plugin-host.ts';
import { profileFor } from '../../kubelet/profile.ts';
import type { PodSpec } from '../../kubelet/types.ts';
import type { Brought, Call, ComingStage, GoingStage, Surroundings } from '../test-api/kubelet.ts';
import type { TestVolume } from '../test-api/volume.ts';
import { podDirOf } from './arguments.ts';
import type { Caller } from './caller.ts';
import { come } from './coming.ts';
import { broken } from './expectation.ts';
import { go } from './going.ts';
import type { KubeletState } from './kubelet-state.ts';

export interface CompositeParts {
  release: string;
  root: string;
  nodeName: string;
  driver: string;
  disk: Disk;
  call: Caller;
  state: KubeletState;
}

/** The whole coming and going, by the volume plugin of the kubelet with its defaults. */
export interface Composites {
  bring(
    volume: TestVolume,
    pod: PodSpec,
    until: ComingStage | undefined,
    around: Surroundings,
  ): Promise<Brought>;
  take(
    volume: TestVolume,
    pod: PodSpec,
    until: GoingStage | undefined,
    around: Surroundings,
  ): Promise<Call[]>;
  /** Loads the driver anew, so that Not supported is forgotten. */
  restart(): void;
}

/** The kubelet asks for the name several times in a row; once tells as much, and a driver's calls take time. */
function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((argument, index) => argument === other[index]);
}

/** Which way a call belongs to: several volumes may come at once, over one loaded driver. */
interface Way {
  volume: string;
  surroundings: Surroundings;
  calls: Call[];
}

export function composites(parts: CompositeParts): Composites {
  const { root, driver, state, nodeName, disk } = parts;
  const ways = new AsyncLocalStorage<Way>();
  const host: PluginHost = {
    profile: profileFor(parts.release),
    root,
    get nodeName() {
      return ways.getStore()?.surroundings.node ?? nodeName;
    },
    disk,
    secret: () => undefined,
    call: async (_, argv) => {
      const way = ways.getStore() as Way;
      const last = way.calls.at(-1);
      if (argv[0] === 'getvolumename' && last !== undefined && isSame(last.argv, argv))
        return last.conclusion;
      const call = await parts.call(argv, { ...way, volume: argv[0] === 'init' ? undefined : way.volume });
      way.calls.push(call);
      return call.conclusion;
    },
  };
  let plugin: Promise<FlexVolumePlugin> | undefined;
  const loaded = () => {
    plugin ??= FlexVolumePlugin.load(host, driver);
    return plugin;
  };

  /** Goes a way whose every stage is expected to succeed. */
  const walk = (volume: TestVolume, surroundings: Surroundings, body: (way: Way) => Promise<void>) => {
    const way: Way = { volume: volume.name, surroundings, calls: [] };
    return ways.run(way, async () => {
      try {
        await body(way);
      } catch (error) {
        if (!(error instanceof KubeletError)) throw error;
        const last = way.calls.at(-1);
        broken(`the kubelet to get on with ${volume.name}`, `its error: ${error.message}`, last);
      }
      return way.calls;
    });
  };

  return {
    bring: async (volume, pod, until = 'mount', around) => {
      const of = state.of(volume);
      const calls = await walk(volume, around, async () => come(await loaded(), of, volume.spec, pod, until));
      of.volume = volume;
      return { dir: podDirOf(volume, pod, root), device: of.device, calls };
    },
    take: (volume, pod, until = 'detach', around) =>
      walk(volume, around, async () => go(await loaded(), state.of(volume), volume.spec, pod, until)),
    restart: () => {
      plugin = undefined;
    },
  };
}
