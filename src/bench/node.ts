import { deviceDirOf, podDirOf } from '../conformance/inside/arguments.ts';
import { come, managed } from '../conformance/inside/coming.ts';
import { go } from '../conformance/inside/going.ts';
import { installDriver } from '../conformance/inside/install-driver.ts';
import { KubeletState } from '../conformance/inside/kubelet-state.ts';
import { namesFor } from '../conformance/inside/names.ts';
import { volumeFactory } from '../conformance/inside/volumes.ts';
import type { CellRoom } from '../conformance/inside/world.ts';
import type { TestVolume } from '../conformance/test-api/volume.ts';
import { callDriver, WAIT_FOR_ATTACH_LIMIT_MS } from '../kubelet/call.ts';
import { realDisk } from '../kubelet/disk.ts';
import { FlexVolumePlugin } from '../kubelet/plugin.ts';
import { isAttached } from '../kubelet/plugin-attach.ts';
import { profileFor } from '../kubelet/profile.ts';
import { changeOrdinal, releaseOrdinal } from '../kubelet/releases/release.ts';
import type { DriverCall, PodSpec } from '../kubelet/types.ts';
import type { BenchInput } from './types.ts';

/** A volume and the pod that has it. */
export interface Tenant {
  volume: TestVolume;
  pod: PodSpec;
}

/** Makes one call; a part of the bench puts its own around it, to measure. */
export type CallMaker = (argv: readonly string[], onStart?: (pid: number) => void) => Promise<DriverCall>;

const MIB = 1024 ** 2;

/** A node with the driver installed and a kubelet that lets volumes come and go, with its defaults done for real. */
export class BenchNode {
  readonly executable: string;
  readonly env: NodeJS.ProcessEnv;
  /** The call as it is. */
  readonly plainCall: CallMaker;
  /** What the kubelet calls with at the moment. */
  call: CallMaker;
  readonly #input: BenchInput;
  readonly #room: CellRoom;
  readonly #state = new KubeletState();
  readonly #names = namesFor('bench');
  readonly #makeVolume: () => Promise<TestVolume>;

  constructor(input: BenchInput, room: CellRoom) {
    const { settings, name, release } = input;
    this.#input = input;
    this.#room = room;
    this.executable = installDriver(input.source, name, room.pluginDirectory);
    this.env = settings.env;
    const profile = profileFor(release);
    this.plainCall = (argv, onStart) =>
      callDriver({
        executable: this.executable,
        argv,
        env: this.env,
        profile,
        limitMs: settings.timeouts.call,
        keepBytes: settings.limits.outputKiB * 1024,
        ...(argv[0] === 'waitforattach' ? { sigtermAfterMs: WAIT_FOR_ATTACH_LIMIT_MS } : {}),
        ...(onStart === undefined ? {} : { onStart }),
      });
    this.call = this.plainCall;
    const fixtures = room.fixtures;
    this.#makeVolume = volumeFactory({ driver: name, needs: [], settings, names: this.#names, fixtures });
  }

  /** Calls init, as a kubelet does that finds the driver. @throws KubeletError when that fails */
  load(): Promise<FlexVolumePlugin> {
    const { release, name } = this.#input;
    const profile = profileFor(release);
    const host = {
      profile,
      root: this.#room.kubeletRoot,
      nodeName: 'node-1',
      disk: realDisk(profile),
      call: async (_: string, argv: readonly string[]) => (await this.call(argv)).conclusion,
      secret: () => undefined,
    };
    return FlexVolumePlugin.load(host, name);
  }

  /** A new volume, with fresh fixtures, and a pod that wants it. */
  async tenant(): Promise<Tenant> {
    const pod = {
      name: this.#names.numbered('pod'),
      namespace: 'default',
      uid: this.#names.uid(),
      serviceAccountName: 'default',
    };
    return { volume: await this.#makeVolume(), pod };
  }

  /** @throws KubeletError at the first stage that fails */
  bring(plugin: FlexVolumePlugin, { volume, pod }: Tenant): Promise<void> {
    return come(plugin, this.#state.of(volume), volume.spec, pod, 'mount');
  }

  /** @throws KubeletError at the first stage that fails */
  take(plugin: FlexVolumePlugin, { volume, pod }: Tenant): Promise<void> {
    return go(plugin, this.#state.of(volume), volume.spec, pod, 'detach');
  }

  /**
   * What is seldom asked of a volume that a pod has: whether it is attached, and to be as large as it is, since not
   * every machine lets a mounted filesystem grow. Only of a volume that was made here: of no other is its size known.
   * @throws KubeletError when the driver fails
   */
  async ask(plugin: FlexVolumePlugin, { volume, pod }: Tenant): Promise<void> {
    const { release, settings } = this.#input;
    if (plugin.attachable) await isAttached(plugin, managed(volume.spec));
    if (volume.image === undefined || releaseOrdinal(release) < changeOrdinal('1.13')) return;
    const bytes = settings.fixtures.sizeMiB * MIB;
    const options = plugin.options(managed(volume.spec));
    const sizes = [bytes, bytes].map(String);
    const root = this.#room.kubeletRoot;
    const { device } = this.#state.of(volume);
    const deviceDir = deviceDirOf(volume, root, volume.name);
    if ((await plugin.run('expandvolume', options, deviceDir, ...sizes)) === undefined) return;
    const inPod = plugin.host.profile.expandsAfterMount || !plugin.attachable;
    await plugin.run('expandfs', options, device, inPod ? podDirOf(volume, pod, root) : deviceDir, ...sizes);
  }
}
