import { DEFAULT_CAPABILITIES } from '../../kubelet/capabilities.ts';
import { COMMANDS, type Command, type PodSpec } from '../../kubelet/types.ts';
import type { DriverFacts } from '../facts.ts';
import type { CellInput } from '../messages.ts';
import type { Call, Kubelet } from '../test-api/kubelet.ts';
import type { TestVolume } from '../test-api/volume.ts';
import { BodyEnded } from './ending.ts';
import { toldVersion } from './told-version.ts';
import { volumeFactory } from './volumes.ts';
import { type CellRoom, makeWorld } from './world.ts';

/** Commands that a kubelet calls only of a driver whose capability `attach` is true. */
const OF_ATTACHABLE: readonly Command[] = [
  'getvolumename',
  'attach',
  'waitforattach',
  'isattached',
  'mountdevice',
  'unmountdevice',
  'detach',
];
const SIZE = 64 * 1024 * 1024;

/** Finds out what the driver is: its capabilities, and which commands it does not answer with Not supported. */
export async function probe(input: CellInput, room: CellRoom): Promise<DriverFacts> {
  const world = makeWorld(input, room, 'probe');
  const { kubelet } = world;
  const init = await kubelet.init();
  const initError =
    init.conclusion.crash ?? (init.conclusion.outcome === 'success' ? undefined : errorOf(init));
  const capabilities = init.conclusion.status?.capabilities ?? DEFAULT_CAPABILITIES;
  if (initError !== undefined)
    return { name: input.name, capabilities, initError, commands: [], uncalled: [] };

  const version = toldVersion(init.text);
  const make = volumeFactory({
    driver: input.name,
    needs: [],
    settings: input.settings,
    names: world.names,
    fixtures: room.fixtures,
  });
  const uncalled = [
    ...(capabilities.attach ? [] : OF_ATTACHABLE),
    ...(capabilities.requiresFSResize ? [] : (['expandfs'] as const)),
  ];
  const asked = COMMANDS.filter((command) => command !== 'init' && !uncalled.includes(command));
  const unsupported = await unsupportedOf(asked, kubelet, make, world.pod());
  const mountIsLeft = unsupported.has('mount');
  return {
    name: input.name,
    ...(version === undefined ? {} : { version }),
    capabilities,
    // A kubelet that has to mount by itself asks for the volume's name, whatever the capability.
    commands: COMMANDS.filter((command) => !unsupported.has(command) && !uncalled.includes(command)),
    uncalled: mountIsLeft ? uncalled.filter((command) => command !== 'getvolumename') : uncalled,
  };
}

/** Asks each command once, in the order of a volume's life. A call that does not end is asked no further. */
async function unsupportedOf(
  commands: readonly Command[],
  kubelet: Kubelet,
  make: () => Promise<TestVolume>,
  pod: PodSpec,
): Promise<Set<Command>> {
  const unsupported = new Set<Command>();
  const volume = await make().catch((error: unknown) => {
    if (error instanceof BodyEnded) return undefined;
    throw error;
  });
  if (volume === undefined) return unsupported;
  for (const command of inOrderOfLife(commands)) {
    const call = await ask(kubelet, command, volume, pod);
    if (call.conclusion.outcome === 'not-supported') unsupported.add(command);
    if (call.end !== 'eof') break;
  }
  return unsupported;
}

function ask(kubelet: Kubelet, command: Command, volume: TestVolume, pod: PodSpec): Promise<Call> {
  switch (command) {
    case 'init':
      return kubelet.init();
    case 'mount':
    case 'unmount':
      return kubelet[command](volume, pod);
    case 'expandvolume':
      return kubelet.expandvolume(volume, SIZE, SIZE);
    case 'expandfs':
      return kubelet.expandfs(volume, pod, SIZE, SIZE);
    default:
      return kubelet[command](volume);
  }
}

/** Growing comes before the volume goes. */
function inOrderOfLife(commands: readonly Command[]): Command[] {
  const grows = (command: Command) => command.startsWith('expand');
  const goes = (command: Command) => ['unmount', 'unmountdevice', 'detach'].includes(command);
  return [
    ...commands.filter((command) => !grows(command) && !goes(command)),
    ...commands.filter(grows),
    ...commands.filter(goes),
  ];
}

function errorOf({ conclusion, end }: Call): string {
  return end === 'eof' ? (conclusion.error ?? 'Not supported') : `the call did not end (${end})`;
}
