import { mkdirSync, statSync } from 'node:fs';
import type { Call, Command, Kubelet, PodSpec, TestContext, TestVolume } from '../../src/conformance/api.ts';

/** What `callEveryCommand` may do otherwise. */
export interface EveryCommand {
  kubelet?: Kubelet;
  volume?: TestVolume;
  /** Ends with that command, and leaves out what does not lead to it. */
  until?: Command;
}

const SIZE_WITHOUT_IMAGE = 64 * 1024 * 1024;
/** Stages that a kubelet does by itself where the driver answers Not supported. */
const COMING = ['attach', 'waitforattach', 'mountdevice', 'mount'] as const;
const GOING = ['unmount', 'unmountdevice', 'detach'] as const;

/**
 * Calls each command that the driver supports once, in the order of a volume's life, and goes on whatever it
 * answers. Growing asks for the size that there is, which changes nothing.
 */
export async function callEveryCommand(t: TestContext, about: EveryCommand = {}): Promise<Call[]> {
  const { kubelet = t.kubelet, until } = about;
  const { driver } = t;
  const [data, web] = [about.volume ?? (await t.volume()), t.pod()];
  const calls = [await kubelet.init()];
  for (const [command, call] of lifeOf(kubelet, data, web)) {
    if (until !== undefined && command !== until && !isStage(command)) continue;
    if (driver.supports(command)) calls.push(await call());
    else if (driver.capabilities.attach || command === 'mount' || command === 'unmount')
      await goByDefault(kubelet, command, data, web);
    if (command === until) break;
  }
  return calls;
}

/** Whether what comes later depends on it. */
function isStage(command: Command): boolean {
  // Before 1.6.5 it names the volume for all that follows.
  return command === 'getvolumename' || [...COMING, ...GOING].some((stage) => stage === command);
}

/** The commands after init, in the order of a volume's life. */
function lifeOf(kubelet: Kubelet, data: TestVolume, web: PodSpec): [Command, () => Promise<Call>][] {
  const size = data.image === undefined ? SIZE_WITHOUT_IMAGE : statSync(data.image).size;
  return [
    ['getvolumename', () => kubelet.getvolumename(data)],
    ['attach', () => kubelet.attach(data)],
    ['isattached', () => kubelet.isattached(data)],
    ['waitforattach', () => kubelet.waitforattach(data)],
    ['mountdevice', () => kubelet.mountdevice(data)],
    ['mount', () => kubelet.mount(data, web)],
    ['expandvolume', () => kubelet.expandvolume(data, size, size)],
    ['expandfs', () => kubelet.expandfs(data, web, size, size)],
    ['unmount', () => kubelet.unmount(data, web)],
    ['unmountdevice', () => kubelet.unmountdevice(data)],
    ['detach', () => kubelet.detach(data)],
  ];
}

async function goByDefault(
  kubelet: Kubelet,
  command: Command,
  data: TestVolume,
  web: PodSpec,
): Promise<void> {
  const coming = COMING.find((stage) => stage === command);
  if (coming !== undefined) await kubelet.bring(data, web, coming);
  const going = GOING.find((stage) => stage === command);
  if (going !== undefined) await kubelet.take(data, web, going);
}

/** Commands that are given the options, in the order of a volume's life. */
export const WITH_OPTIONS = [
  'getvolumename',
  'attach',
  'isattached',
  'waitforattach',
  'mountdevice',
  'mount',
  'expandvolume',
  'expandfs',
] as const satisfies readonly Command[];

/** Calls each supported command that is given options, with another text in their place. */
export async function callWithOptions(t: TestContext, options: string, volume?: TestVolume): Promise<Call[]> {
  const { kubelet, driver } = t;
  const [data, web] = [volume ?? (await t.volume()), t.pod()];
  const calls: Call[] = [];
  for (const command of WITH_OPTIONS.filter((one) => driver.supports(one)))
    calls.push(await callOneWithOptions(kubelet, command, options, data, web));
  return calls;
}

/** Calls a command that is given options, with another text in their place; all else is as a kubelet has it. */
export async function callOneWithOptions(
  kubelet: Kubelet,
  command: (typeof WITH_OPTIONS)[number],
  options: string,
  volume: TestVolume,
  pod: PodSpec,
): Promise<Call> {
  const argv = kubelet.argv(command, volume, pod);
  if (command === 'mount' || command === 'mountdevice')
    mkdirSync(argv[1] as string, { recursive: true, mode: 0o750 });
  const given = argv.findIndex((argument) => argument.startsWith('{'));
  return kubelet.call(...argv.with(given, options));
}

/**
 * Calls each supported command that is given options, for a volume as it stands: none follows from the one before.
 * One after the other, so that what one does can be looked at before the next.
 */
export async function* callForEach(t: TestContext, volume: TestVolume): AsyncGenerator<Call, void> {
  const { kubelet, driver } = t;
  for (const [command, call] of lifeOf(kubelet, volume, t.pod())) {
    if (driver.supports(command) && (WITH_OPTIONS as readonly Command[]).includes(command))
      yield await call();
  }
}
