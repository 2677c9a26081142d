import { realDisk } from '../../kubelet/disk.ts';
import { profileFor } from '../../kubelet/profile.ts';
import type { PodSpec } from '../../kubelet/types.ts';
import { type Redactor, redactor } from '../../record/redaction.ts';
import type { CellInput, CellMessage } from '../messages.ts';
import type { Kubelet } from '../test-api/kubelet.ts';
import type { Node, WrittenFile } from '../test-api/node.ts';
import type { TestVolume } from '../test-api/volume.ts';
import { type Caller, makeCaller } from './caller.ts';
import { composites } from './composites.ts';
import { installDriver } from './install-driver.ts';
import { testKubelet } from './kubelet.ts';
import { KubeletState } from './kubelet-state.ts';
import { type Names, namesFor } from './names.ts';
import { cellNode } from './node.ts';
import type { Own } from './own.ts';
import type { FixtureMaker } from './volumes.ts';

/** What a cell gives to the program inside. */
export interface CellRoom {
  kubeletRoot: string;
  pluginDirectory: string;
  /** All that is the requirement's own: the kubelet's root, the plugin directory, fixtures. */
  directories: readonly string[];
  /** A directory for files of the requirement's own. */
  scratch: string;
  fixtures: FixtureMaker;
  changedFiles: () => WrittenFile[];
  written: () => string[];
  reboot: () => Promise<void>;
  /** Told of each directory that a driver was to mount a volume on. */
  noticeVolume: (dir: string) => void;
  /** With other requirements, and with whatever else runs there. */
  sharesNode: boolean;
  /** What of the node is the driver's doing. */
  own: Own;
  send: (message: CellMessage) => void;
}

/** A node with the driver installed and a kubelet that has not called it yet. */
export interface World {
  executable: string;
  kubelet: Kubelet;
  node: Node;
  names: Names;
  pod: (overrides?: Partial<PodSpec>) => PodSpec;
  /** Whether the driver was ever called here. */
  wasCalled: () => boolean;
  /** Its secrets will be kept out of what is recorded. */
  seen: (volume: TestVolume) => TestVolume;
}

const NODE_NAME = 'node-1';

/** @param seed of names and uids: the requirement's id */
export function makeWorld(input: CellInput, room: CellRoom, seed: string): World {
  const { name, release, settings } = input;
  const executable = installDriver(input.source, name, room.pluginDirectory);
  const names = namesFor(seed, room.sharesNode);
  const secrets = secretKeeper();
  const state = new KubeletState();
  let called = false;
  const made = makeCaller({
    executable,
    env: settings.env,
    profile: profileFor(release),
    limitMs: settings.timeouts.call,
    keepBytes: settings.limits.outputKiB * 1024,
    waits: state.waits,
    send: (message) => {
      called ||= message.kind === 'calling';
      room.send(message);
    },
    redactor: secrets.redactor,
  });
  const call: Caller = async (argv, about) => {
    const ended = await made(argv, about);
    const [command, dir] = argv;
    if ((command === 'mount' || command === 'mountdevice') && dir !== undefined) room.noticeVolume(dir);
    return ended;
  };
  const common = { release, root: room.kubeletRoot, nodeName: NODE_NAME, call, state };
  const attachable = input.facts?.capabilities.attach ?? true;
  const whole = composites({ ...common, driver: name, disk: realDisk(profileFor(release)) });
  const kubelet = testKubelet({ ...common, attachable, composites: whole });
  const reboot = async () => {
    await room.reboot();
    kubelet.restart();
    common.state.forget('reboot');
  };
  return {
    executable,
    kubelet,
    names,
    node: cellNode({ name: NODE_NAME, ...room, env: settings.env, reboot }),
    pod: (overrides) => ({
      name: names.numbered('pod'),
      namespace: 'default',
      uid: names.uid(),
      serviceAccountName: 'default',
      ...overrides,
    }),
    wasCalled: () => called,
    seen: secrets.seen,
  };
}

/** Collects the secrets of a requirement's volumes as they are made. */
function secretKeeper() {
  const values: Uint8Array[] = [];
  let current: Redactor = redactor([]);
  const seen = (volume: TestVolume): TestVolume => {
    const added = Object.values(volume.spec.secret ?? {});
    if (added.length > 0) {
      values.push(...added);
      current = redactor(values);
    }
    return { ...volume, with: (changes) => seen(volume.with(changes)), forgotten: volume.forgotten };
  };
  return { seen, redactor: () => current };
}
