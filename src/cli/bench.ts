import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bench } from '../bench/bench.ts';
import { compare, readOldReport } from '../bench/compare.ts';
import { benchPage } from '../bench/page.ts';
import { planOf } from '../bench/plan.ts';
import { benchText } from '../bench/text.ts';
import { loadSettings } from '../conformance/config/load.ts';
import { readDriverInput } from '../conformance/driver/driver-input.ts';
import { UsageError } from '../errors.ts';
import { DEFAULT_RELEASE } from '../kubelet/profile.ts';
import { benchProgressOn } from './bench-progress.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { pageFor } from './page.ts';
import { makeOutputFolder } from './prepare-run.ts';
import { endedBySignal } from './run-exit-code.ts';
import { CALL_OPTIONS, flagsOf, type RunArgs } from './run-options.ts';
import { untilSignal } from './signals.ts';

interface Args extends RunArgs {
  driver: string;
  command?: string;
  iterations: number;
  'at-once'?: string;
  volumes?: number;
  limit: string;
  compare?: string;
  output?: string;
  threshold: number;
}

const TEXT = { type: 'string', requiresArg: true } as const;
const NUMBER = { type: 'number', requiresArg: true } as const;

export const command: CliCommand<Args> = {
  usage: 'bench <driver>',
  about:
    'Measures a driver: latency of each command, lifecycles in a second, growth, processor time and memory',
  examples: [
    ["flexcert bench ./nas -o 'image={{image}}'", 'everything, with a fresh image for each volume'],
    ['flexcert bench ./nas --command init --iterations 200 --json', 'one command, for programs'],
    ['flexcert bench ./nas --output bench', 'a page and the figures too, in that folder'],
    ['flexcert bench ./nas --compare bench/bench.json', 'exit code 1 where a command became slower'],
  ],
  options: (yargs) =>
    yargs
      .positional('driver', { type: 'string', describe: 'executable or <vendor~driver> directory' })
      .options(CALL_OPTIONS)
      .option('kubelet', { ...TEXT, describe: 'one release, such as 1.20' })
      .option('command', { ...TEXT, describe: 'commands with commas; only their latency is measured' })
      .option('iterations', { ...NUMBER, alias: 'n', default: 50, describe: 'lifecycles for the latencies' })
      .option('at-once', { ...TEXT, describe: 'lifecycles at once, with commas; default: 1,2,4,8,16' })
      .option('volumes', { ...NUMBER, describe: 'volumes that stay, for the growth; default: 1000' })
      .option('limit', { ...TEXT, default: '60s', describe: 'limit of each part' })
      .option('compare', { ...TEXT, describe: 'figures of before: a bench.json' })
      .option('threshold', { ...NUMBER, default: 1.25, describe: 'factor from which a command is slower' })
      .option('output', { ...TEXT, describe: 'folder for bench.html and bench.json' })
      .option('json', { type: 'boolean', describe: 'one JSON document on stdout' }) as never,
  run,
};

async function run(args: Args): Promise<number> {
  const plan = planOf({ ...args, atOnce: args['at-once'] });
  const old = args.compare === undefined ? undefined : readOldReport(args.compare);
  const from = { env: process.env, directory: process.cwd(), release: DEFAULT_RELEASE };
  const { output: folder, ...flags } = args;
  const { settings } = loadSettings(flagsOf(flags), from);
  const [release, ...others] = settings.kubelet;
  if (release === undefined || others.length > 0) {
    throw new UsageError(
      `one kubelet is measured with: name one release, such as --kubelet ${DEFAULT_RELEASE}`,
    );
  }
  const driver = readDriverInput(args.driver, settings.name, settings.env);
  const output = folder === undefined ? undefined : makeOutputFolder(folder);
  const onProgress = benchProgressOn(process.stderr);
  const { report, signal } = await untilSignal(async (aborted, hurry) => ({
    report: await bench({ driver, release, settings, plan, signal: aborted, hurry, onProgress }),
  }));
  if (report === undefined || signal !== undefined) return endedBySignal(signal ?? 'SIGINT');
  const changes = old === undefined ? undefined : compare(old, report, args.threshold);
  const json = `${JSON.stringify({ ...report, ...(changes === undefined ? {} : { changes }) }, null, 2)}\n`;
  process.stdout.write(args.json === true ? json : benchText(report, changes, pageFor(process.stdout)));
  if (output !== undefined) {
    writeFileSync(join(output, 'bench.json'), json);
    writeFileSync(join(output, 'bench.html'), benchPage(report, changes));
    process.stderr.write(`figures and page in ${output}\n`);
  }
  if (report.failure !== undefined || changes?.some(({ slower }) => slower)) return EXIT.failed;
  return Object.keys(report.commands).length === 0 ? EXIT.nothing : EXIT.done;
}
