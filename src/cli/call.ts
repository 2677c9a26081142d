import { callByHand } from '../conformance/by-hand/call-by-hand.ts';
import { loadSettings } from '../conformance/config/load.ts';
import { readDriverInput } from '../conformance/driver/driver-input.ts';
import { UsageError } from '../errors.ts';
import { DEFAULT_RELEASE } from '../kubelet/profile.ts';
import { callExitCode } from './call-exit-code.ts';
import { callText } from './call-text.ts';
import type { CliCommand } from './command.ts';
import { pageFor } from './page.ts';
import { endedBySignal } from './run-exit-code.ts';
import { CALL_OPTIONS, flagsOf, type RunArgs } from './run-options.ts';
import { untilSignal } from './signals.ts';

interface Args extends RunArgs {
  driver: string;
  command: string;
  arg?: string[];
  '--'?: string[];
  prepare: boolean;
  trace: boolean;
  device?: string;
  node: string;
  'fs-group'?: number;
}

export const command: CliCommand<Args> = {
  usage: 'call <driver> <command> [arg..]',
  about: 'Makes one call exactly as a kubelet makes it, and says what the kubelet concludes',
  examples: [
    ['flexcert call ./nas init', 'what a kubelet does first'],
    ["flexcert call ./nas mount -o 'image={{image}}'", 'arguments filled in, with a fresh image'],
    ["flexcert call ./nas mount -o 'image={{image}}' --prepare", 'after attach and mountdevice'],
    [`flexcert call ./nas getvolumename '{"image":"a"}'`, 'arguments taken as they stand'],
    ['flexcert call ./nas unmount /mnt/x --trace', 'and which programs and files it used'],
  ],
  options: (yargs) =>
    yargs
      .positional('driver', { type: 'string', describe: 'executable or <vendor~driver> directory' })
      .positional('command', { type: 'string', describe: 'init, attach, mount ... or any other word' })
      .positional('arg', {
        type: 'string',
        array: true,
        describe: 'arguments as they stand; left out, they are those that a kubelet would give',
      })
      .options(CALL_OPTIONS)
      .option('kubelet', { type: 'string', requiresArg: true, describe: 'one release, such as 1.20' })
      .option('prepare', {
        type: 'boolean',
        default: false,
        describe: 'first make the calls that a kubelet makes before this one',
      })
      .option('device', { type: 'string', requiresArg: true, describe: 'the device that is passed' })
      .option('node', { type: 'string', default: 'node-1', describe: "the node's name that is passed" })
      .option('fs-group', { type: 'number', describe: "the pod's fsGroup" })
      .option('trace', {
        type: 'boolean',
        default: false,
        describe: 'tell which programs it ran and which files it opened (strace)',
      })
      .option('json', { type: 'boolean', describe: 'one JSON document on stdout' }) as never,
  run,
};

async function run(args: Args): Promise<number> {
  const { settings } = loadSettings(flagsOf(args), {
    env: process.env,
    directory: process.cwd(),
    release: DEFAULT_RELEASE,
  });
  const [release, ...others] = settings.kubelet;
  if (release === undefined || others.length > 0) {
    throw new UsageError(
      `one call is made by one kubelet: name one release, such as --kubelet ${DEFAULT_RELEASE}`,
    );
  }
  const driver = readDriverInput(args.driver, settings.name, settings.env);
  const given = [...(args.arg ?? []), ...(args['--'] ?? [])];
  const { result, signal } = await untilSignal(async (aborted, hurry) => ({
    result: await callByHand({
      driver,
      release,
      settings,
      signal: aborted,
      hurry,
      command: args.command,
      prepare: args.prepare,
      trace: args.trace,
      node: args.node,
      ...(given.length === 0 ? {} : { args: given }),
      ...(args.device === undefined ? {} : { device: args.device }),
      ...(args['fs-group'] === undefined ? {} : { fsGroup: args['fs-group'] }),
    }),
  }));
  if (result === undefined || signal !== undefined) return endedBySignal(signal ?? 'SIGINT');
  const told = { driver: driver.name, kubelet: release, ...result };
  process.stdout.write(
    args.json === true ? `${JSON.stringify(told, null, 2)}\n` : callText(told, pageFor(process.stdout)),
  );
  return callExitCode(result);
}
