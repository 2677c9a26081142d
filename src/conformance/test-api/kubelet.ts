import type { Command, DriverCall, PodSpec } from '../../kubelet/types.ts';
import type { TestVolume } from './volume.ts';

/** One call, kept whole, and the ways in which requirements look at it. */
export interface Call extends DriverCall {
  /** The first argument; not always one of the protocol's. */
  readonly command: string;
  /** The output as text; bytes that are not UTF-8 read as U+FFFD. */
  readonly text: string;
  /** The spec name of the volume it was about. */
  readonly volume?: string;
}

/**
 * The kubelet of the release that is played.
 *
 * The single calls make exactly one call, with the arguments a kubelet gives, never throw for what the driver
 * answers, and never leave a call out because the driver said Not supported before. The directory that a call
 * mounts on is made first, as the kubelet does; nothing is done afterwards. `bring` and `take` play the whole.
 */
export interface Kubelet {
  readonly release: string;
  /** Whether the release played is that one or newer. */
  atLeast(release: string): boolean;

  init(): Promise<Call>;
  getvolumename(volume: TestVolume): Promise<Call>;
  /** Its device is the volume's from then on, when it succeeds. */
  attach(volume: TestVolume, where?: OnNode): Promise<Call>;
  /** Its device, if it names one, is what mountdevice is given next. */
  waitforattach(volume: TestVolume, where?: OnDevice): Promise<Call>;
  isattached(volume: TestVolume, where?: OnNode): Promise<Call>;
  mountdevice(volume: TestVolume, where?: OnDevice & InDirectory): Promise<Call>;
  mount(volume: TestVolume, pod: PodSpec, where?: InDirectory): Promise<Call>;
  unmount(volume: TestVolume, pod: PodSpec, where?: InDirectory): Promise<Call>;
  unmountdevice(volume: TestVolume, where?: InDirectory): Promise<Call>;
  detach(volume: TestVolume, where?: OnNode): Promise<Call>;
  /** Sizes in bytes. */
  expandvolume(volume: TestVolume, newBytes: number, oldBytes: number): Promise<Call>;
  /** Sizes in bytes. The pod says which directory, where the release or `attach: false` asks for the pod's. */
  expandfs(volume: TestVolume, pod: PodSpec, newBytes: number, oldBytes: number): Promise<Call>;
  /** Any arguments as they stand. */
  call(...argv: string[]): Promise<Call>;

  /** The arguments of a command as a kubelet would give them, without calling: to be altered and given to `call`. */
  argv(command: Command, volume: TestVolume, pod?: PodSpec): string[];
  /** Where the volume is mounted for that pod: `DIR` of docs/kubelet.md. */
  dir(volume: TestVolume, pod: PodSpec): string;
  /** Where the volume is mounted for the node: `GDIR` of docs/kubelet.md. */
  deviceDir(volume: TestVolume): string;
  /** The device that waitforattach and mountdevice are given next; '' when there is none. */
  device(volume: TestVolume): string;

  /**
   * Everything a kubelet does until the pod has its volume, its own defaults for what the driver does not
   * support included. Each stage is expected to succeed. Stages that are done already are done as a kubelet
   * does for a second pod.
   *
   * @param until stops after that stage; a driver with `attach: false` knows only `mount`
   * @returns where it is mounted, and the calls that were made
   */
  bring(volume: TestVolume, pod: PodSpec, until?: ComingStage): Promise<Brought>;
  /**
   * Everything a kubelet does when the pod is gone; the device is unmounted and detached when no other pod
   * has the volume. Each stage is expected to succeed.
   */
  take(volume: TestVolume, pod: PodSpec, until?: GoingStage): Promise<Call[]>;

  /**
   * Takes away everything that was brought, as far as the driver lets it, as is done after a body that passed.
   * Expects nothing.
   *
   * @returns what went wrong, one sentence each
   */
  takeAll(): Promise<string[]>;

  /** A new kubelet over the same disk: devices, what is mounted where, and Not supported are forgotten. */
  restart(): void;
  /** The same kubelet, calling the driver in other surroundings. */
  with(surroundings: Surroundings): Kubelet;
}

export type ComingStage = 'attach' | 'waitforattach' | 'mountdevice' | 'mount';
export type GoingStage = 'unmount' | 'unmountdevice' | 'detach';

export interface Brought {
  /** The pod's directory. */
  dir: string;
  /** The device as attach or waitforattach named it; '' when neither did. */
  device: string;
  calls: Call[];
}

export interface OnNode {
  /** Another node's name than this one's. */
  node?: string;
}
export interface OnDevice {
  /** Another device than the kubelet remembers. */
  device?: string;
}
export interface InDirectory {
  /** Another directory than the kubelet's; made when absent, unless `make` is false. */
  dir?: string;
  make?: boolean;
}

/** What differs from the surroundings in which a kubelet runs a driver. */
export interface Surroundings {
  /** The whole environment, in place of the configured one. */
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** For example 0o077. */
  umask?: number;
  /** Sends SIGTERM to the driver alone after so many milliseconds, as the kubelet does for waitforattach. */
  sigtermAfterMs?: number;
  /** Sends SIGKILL to the driver alone after so many milliseconds. */
  sigkillAfterMs?: number;
  /** Gives the call up after so many milliseconds, in place of `timeouts.call`. */
  limitMs?: number;
  /** The name of another node, as attach, isattached and detach are given it. */
  node?: string;
  /** A program and its arguments that run the driver: `['unshare', '-n']`. It must exec what follows. */
  wrap?: readonly string[];
  /** Called with the driver's process id as soon as it runs. */
  onStart?: (pid: number) => void;
}
