import { DEFAULT_CAPABILITIES } from '../../kubelet/capabilities.ts';
import { COMMANDS, type Command, type PodSpec } from '../../kubelet/types.ts';
import type { DriverFacts } from '../facts.ts';
import type { CellInput } from '../messages.ts';
import type { Call, Kubelet } from '../test-api/kubelet.ts';
import type { TestVolume } from '../test-api/volume.ts';
import { BodyEnded } from './ending.ts';
import { ExpectationFailed } from './expectation.ts';
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

/**
 * Finds out what the driver is: its capabilities, and which commands it does not answer with Not supported.
 * @param tell given what is known so far after each call, since the next may be the end of this process: a command
 *   that was not asked counts as one that is there
 */
export async function probe(
  input: CellInput,
  room: CellRoom,
  tell: (facts: DriverFacts) => void,
): Promise<void> {
  const world = makeWorld(input, room, 'probe');
  const { kubelet } = world;
  const init = await kubelet.init();
  const initError =
    init.conclusion.crash ?? (init.conclusion.outcome === 'success' ? undefined : errorOf(init));
  const capabilities = init.conclusion.status?.capabilities ?? DEFAULT_CAPABILITIES;
  if (initError !== undefined)
    return tell({ name: input.name, capabilities, initError, commands: [], uncalled: [] });

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
  const tellWithout = (unsupported: ReadonlySet<Command>): void =>
    tell({
      name: input.name,
      ...(version === undefined ? {} : { version }),
      capabilities,
      commands: COMMANDS.filter((command) => !unsupported.has(command) && !uncalled.includes(command)),
      // A kubelet that has to mount by itself asks for the volume's name, whatever the capability.
      uncalled: unsupported.has('mount')
        ? uncalled.filter((command) => command !== 'getvolumename')
        : uncalled,
    });
  await askEach(asked, kubelet, make, world.pod(), tellWithout);
}

/** Asks each command once, in the order of a volume's life. After a call that does not end nothing more is asked. */
async function askEach(
  commands: readonly Command[],
  kubelet: Kubelet,
  make: () => Promise<TestVolume>,
  pod: PodSpec,
  tell: (unsupported: ReadonlySet<Command>) => void,
): Promise<void> {
  const unsupported = new Set<Command>();
  tell(unsupported);
  const volume = await make().catch((error: unknown) => {
    if (error instanceof BodyEnded) return undefined;
    throw error;
  });
  if (volume === undefined) return;
  for (const command of inOrderOfLife(commands)) {
    const call = await ask(kubelet, command, volume, pod).catch(unlessExpected);
    if (call?.conclusion.outcome === 'not-supported') unsupported.add(command);
    tell(unsupported);
    if (call?.end !== 'eof') return;
  }
}

/** What a driver did to the node is for the requirements to tell. */
function unlessExpected(error: unknown): undefined {
  if (!(error instanceof ExpectationFailed)) throw error;
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
