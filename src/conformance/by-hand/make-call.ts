import { join } from 'node:path';
import { WAIT_FOR_ATTACH_LIMIT_MS } from '../../kubelet/call.ts';
import { makeDirectory } from '../../kubelet/disk/directories.ts';
import { readMountTable } from '../../kubelet/mount-table.ts';
import { type Profile, profileFor } from '../../kubelet/profile.ts';
import type { PodSpec } from '../../kubelet/types.ts';
import { redactor } from '../../record/redaction.ts';
import type { RecordedCall } from '../../record/schema.ts';
import { makeCaller } from '../inside/caller.ts';
import { installDriver } from '../inside/install-driver.ts';
import { KubeletState } from '../inside/kubelet-state.ts';
import { namesFor } from '../inside/names.ts';
import { volumeFactory } from '../inside/volumes.ts';
import type { CellRoom } from '../inside/world.ts';
import type { TestVolume } from '../test-api/volume.ts';
import { filledIn } from './arguments.ts';
import type { ByHand, ByHandInput } from './messages.ts';
import { notesOn } from './notes.ts';
import { lookAt, newIn, withoutSecrets } from './observe.ts';
import { makeTracer } from './trace/tracer.ts';
import { goThere, type Way } from './way.ts';

const MIB = 1024 ** 2;
/** Which argument is the directory that a call is about. */
const TARGET_AT: Readonly<Record<string, number>> = {
  mountdevice: 1,
  mount: 1,
  unmount: 1,
  unmountdevice: 1,
  expandfs: 3,
};

/** Makes one call by hand in this cell, and looks at what it did. */
export async function makeCall(input: ByHandInput, room: CellRoom): Promise<ByHand> {
  const profile = profileFor(input.release);
  const executable = installDriver(input.source, input.name, room.pluginDirectory);
  const names = namesFor('call');
  const volume = await volumeOf(input, room, names);
  const pod = podOf(names, input.fsGroup);
  const known = new KubeletState();
  const state = known.of(volume);
  const calls: RecordedCall[] = [];
  const secrets = redactor(Object.values(volume.spec.secret ?? {}));
  const call = makeCaller({
    executable,
    env: input.settings.env,
    profile,
    limitMs: input.settings.timeouts.call,
    keepBytes: input.settings.limits.outputKiB * 1024,
    waits: known.waits,
    send: (message) => message.kind === 'called' && calls.push(message.call),
    redactor: () => secrets,
  });
  const common = { driver: input.name, profile, root: room.kubeletRoot, node: input.node };
  const way: Way = input.prepare
    ? await goThere(input.command, state, pod, { ...common, call })
    : { attachable: true };
  const result: ByHand = { executable, before: [...calls], mounted: [], unmounted: [], notes: [] };
  if (way.stuck !== undefined) return { ...result, stuck: way.stuck };

  const argv = argvOf(input, volume, pod, {
    ...common,
    attachable: way.attachable,
    device: input.device ?? (input.command === 'waitforattach' ? state.attachedAs : state.device),
  });
  const target = argv[TARGET_AT[input.command] ?? argv.length];
  if (input.args === undefined && target !== undefined) makeTarget(input.command, target, profile);
  const tracer = input.trace
    ? makeTracer(join(room.scratch, 'strace'), { path: input.settings.env.PATH ?? '', target })
    : undefined;

  const before = readMountTable();
  await call(argv, {
    volume: volume.name,
    surroundings: {
      ...(input.command === 'waitforattach' ? { sigtermAfterMs: WAIT_FOR_ATTACH_LIMIT_MS } : {}),
      ...(tracer === undefined ? {} : { wrap: tracer.wrap, onStart: tracer.attach }),
    },
  });
  const after = readMountTable();
  return {
    ...result,
    call: calls.at(-1) as RecordedCall,
    mounted: newIn(after, before),
    unmounted: newIn(before, after),
    ...(target === undefined ? {} : { target: lookAt(target, profile) }),
    ...(tracer === undefined ? {} : { trace: withoutSecrets(await tracer.finish(), secrets) }),
    notes: notesOn(input, way, argv),
  };
}

function volumeOf(
  { name, settings, args }: ByHandInput,
  room: CellRoom,
  names: ReturnType<typeof namesFor>,
): Promise<TestVolume> {
  // Nothing is made for arguments that somebody wrote.
  const used = args === undefined ? settings : { ...settings, volumes: [NOTHING] };
  return volumeFactory({ driver: name, needs: [], settings: used, names, fixtures: room.fixtures })();
}

const NOTHING = { fsType: '', readOnly: false, options: {}, makes: [] };

function podOf(names: ReturnType<typeof namesFor>, fsGroup: number | undefined): PodSpec {
  return {
    name: names.numbered('pod'),
    namespace: 'default',
    uid: names.uid(),
    serviceAccountName: 'default',
    ...(fsGroup === undefined ? {} : { fsGroup }),
  };
}

function argvOf(
  { command, args, settings }: ByHandInput,
  volume: TestVolume,
  pod: PodSpec,
  about: { profile: Profile; root: string; node: string; attachable: boolean; device: string },
): string[] {
  if (args !== undefined) return [command, ...args];
  const oldBytes = settings.fixtures.sizeMiB * MIB;
  const device = command === 'expandfs' && !about.attachable ? '' : about.device;
  return filledIn(command, volume, { ...about, device, pod, sizes: { newBytes: 2 * oldBytes, oldBytes } });
}

/** The kubelet makes the directory that a driver is to mount on; it never makes one to unmount. */
function makeTarget(command: string, path: string, profile: Profile): void {
  if (command === 'mountdevice' || (command === 'mount' && profile.makesMountDirectory)) makeDirectory(path);
}
