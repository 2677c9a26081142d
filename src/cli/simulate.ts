import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { readDriverInput } from '../conformance/driver/driver-input.ts';
import { UsageError } from '../errors.ts';
import { DEFAULT_RELEASE, profileFor } from '../kubelet/profile.ts';
import { chooseDriverName } from '../simulate/choose-driver-name.ts';
import type { DriverFiles } from '../simulate/install-driver.ts';
import { driversOf } from '../simulate/install-scripted.ts';
import { JsonReport } from '../simulate/json-report.ts';
import { readScenario } from '../simulate/read-scenario.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { simulate } from '../simulate/simulate.ts';
import { Story } from '../simulate/story/story.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { endedBySignal } from './run-exit-code.ts';
import { untilSignal } from './signals.ts';
import { colorOf, columnsOf } from './terminal.ts';

interface Args {
  scenario: string[];
  driver?: string;
  name?: string;
  kubelet?: string;
  json: boolean;
}

export const command: CliCommand<Args> = {
  usage: 'simulate <scenario..>',
  about: 'Plays Kubernetes manifests, and steps if there are any, against a driver, as the kubelet would',
  examples: [
    [
      'flexcert simulate --driver ./nas pod.yaml pv.yaml',
      'the pod comes, then goes: every call and its consequence',
    ],
    ['flexcert simulate --driver ./example.com~nas --kubelet 1.20 all.yaml', 'as kubelet 1.20 does it'],
    ['flexcert simulate --json scenario.json', 'steps and a scripted driver from a file, for programs'],
  ],
  options: (yargs) =>
    yargs
      .positional('scenario', {
        type: 'string',
        array: true,
        demandOption: true,
        describe:
          'a scenario, or manifests of Pod, PersistentVolume, PersistentVolumeClaim, Secret; YAML or JSON',
      })
      .option('driver', {
        type: 'string',
        requiresArg: true,
        describe: 'the executable, or its <vendor~driver> directory',
      })
      .option('name', { type: 'string', requiresArg: true, describe: 'vendor/driver, for an executable' })
      .option('kubelet', {
        type: 'string',
        requiresArg: true,
        describe: `release, 1.2 to 1.36; default: the scenario's, or ${DEFAULT_RELEASE}`,
      })
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'print one JSON document on stdout and nothing else',
      }) as never,
  async run(args) {
    const scenario = await readScenario(args.scenario);
    const release = args.kubelet ?? scenario.kubelet.version ?? DEFAULT_RELEASE;
    profileFor(release);
    const driver = driverOf(args, scenario);
    const unread = new AbortController();
    // Whoever reads has seen enough, as `| head` does: nothing goes on for nobody.
    process.stdout.on('error', () => unread.abort());
    const write = (text: string): void => {
      if (!unread.signal.aborted) process.stdout.write(text);
    };
    const look = { write, color: colorOf(process.stdout), width: columnsOf(process.stdout) };
    const report = args.json ? new JsonReport(write) : new Story({ ...look, scenario, release });
    let failed = false;
    const { signal } = await untilSignal(async (signal) => {
      await simulate({
        scenario,
        release,
        signal: AbortSignal.any([signal, unread.signal]),
        ...(driver === undefined ? {} : { driver }),
        onEvent: (event) => {
          failed ||= event.kind === 'crash' || (event.kind === 'step-end' && event.trouble !== undefined);
          report.tell(event);
        },
      });
      return {};
    });
    report.end();
    if (signal !== undefined) return endedBySignal(signal);
    return failed ? EXIT.failed : EXIT.done;
  },
};

/** @returns undefined for the scripted driver that the scenario describes */
function driverOf({ driver, name }: Args, scenario: Scenario): DriverFiles | undefined {
  if (driver === undefined) {
    if (scenario.driver !== undefined) return undefined;
    throw new UsageError(
      'which driver? The scenario describes none, so say: flexcert simulate --driver <driver> ...',
    );
  }
  const input = readDriverInput(
    driver,
    name ?? nameFor(driver, scenario),
    process.env as Record<string, string>,
  );
  const named = driversOf(scenario.objects);
  if (!named.includes(input.name)) {
    throw new UsageError(
      `${basename(driver)} is the driver "${input.name}", and the manifests name ${named.join(', ') || 'none'}: make flexVolume.driver and the driver's name the same, or say --name`,
    );
  }
  return { name: input.name, path: input.path, kind: input.kind };
}

/** An executable has the name that the manifests use; a directory has its own. */
function nameFor(driver: string, scenario: Scenario): string | undefined {
  const stat = statSync(driver, { throwIfNoEntry: false });
  return stat?.isFile() === true ? chooseDriverName(driver, scenario.objects) : undefined;
}
