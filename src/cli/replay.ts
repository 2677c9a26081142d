import { DEFAULT_RELEASE } from '../kubelet/profile.ts';
import { ISOLATIONS, type Isolation } from '../sandbox/types.ts';
import type { CliCommand } from './command.ts';

interface Args {
  trace: string;
  driver?: string;
  secret: string[];
  kubelet: string;
  isolation: Isolation;
  timeout: number;
  json: boolean;
}

export const command: CliCommand<Args> = {
  usage: 'replay <trace>',
  about:
    "Makes a trace's calls again, against another build of the driver; without one, checks the trace itself",
  examples: [
    ['flexcert replay /var/log/flexcert/example.com~nas --driver ./nas', 'what another build does otherwise'],
    ['flexcert replay trace.json', 'calls that no kubelet makes, answers that it misreads'],
  ],
  options: (yargs) =>
    yargs
      .positional('trace', {
        type: 'string',
        demandOption: true,
        describe: 'a directory below --trace of record, or what `record show --json` printed',
      })
      .option('driver', {
        type: 'string',
        describe: 'executable, or <vendor~driver> directory, to replay against',
      })
      .option('secret', {
        type: 'string',
        array: true,
        default: [],
        describe: 'value of a secret, k=v: a trace holds none',
      })
      .option('kubelet', { type: 'string', default: DEFAULT_RELEASE, describe: 'release of the kubelet' })
      .option('isolation', {
        choices: ISOLATIONS,
        default: 'full',
        describe: 'where the driver runs: apart from the host, or on it',
      })
      .option('timeout', { type: 'number', default: 60, describe: 'seconds for each call' })
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'one JSON document for programs',
      }) as never,
  async run(args) {
    const { checkTrace, replayAgainst } = await import('./replay-actions.ts');
    return args.driver === undefined ? checkTrace(args) : replayAgainst({ ...args, driver: args.driver });
  },
};
