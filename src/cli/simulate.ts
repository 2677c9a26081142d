import { prepareSimulation } from '../api/prepare-simulation.ts';
import { DEFAULT_RELEASE } from '../kubelet/profile.ts';
import { JsonReport } from '../simulate/json-report.ts';
import { simulate } from '../simulate/simulate.ts';
import { isTrouble } from '../simulate/step-reader.ts';
import { Story } from '../simulate/story/story.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { hang } from './hang.ts';
import { endedBySignal } from './run-exit-code.ts';
import { untilSignal } from './signals.ts';
import { colorOf } from './terminal.ts';

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
    const prepared = await prepareSimulation(args);
    const unread = new AbortController();
    // Whoever reads has seen enough, as `| head` does: nothing goes on for nobody.
    process.stdout.on('error', () => unread.abort());
    const write = (text: string): void => {
      if (!unread.signal.aborted) process.stdout.write(text);
    };
    // For a file or another program a line stays a line.
    const columns = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
    const tell = (text: string): void => write(hang(text, columns));
    const report = args.json
      ? new JsonReport(write)
      : new Story({ ...prepared, write: tell, color: colorOf(process.stdout) });
    let failed = false;
    const { signal } = await untilSignal(async (signal) => {
      await simulate({
        ...prepared,
        signal: AbortSignal.any([signal, unread.signal]),
        onEvent: (event) => {
          failed ||= isTrouble(event);
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
