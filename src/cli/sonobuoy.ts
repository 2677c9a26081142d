import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Argv } from 'yargs';
import { readDriverInput } from '../conformance/driver/driver-input.ts';
import { PLUGIN_DIRECTORY } from '../kubelet/paths.ts';
import { installedDrivers } from '../sonobuoy/installed.ts';
import { certifyNode } from '../sonobuoy/plugin.ts';
import { ProgressPosts } from '../sonobuoy/progress.ts';
import { handedOver, isDone, tellDone, type Worker, workerOf } from '../sonobuoy/worker.ts';
import type { CliCommand } from './command.ts';
import { conductToEnd } from './conduct-to-end.ts';
import { EXIT } from './exit-codes.ts';
import { prepareFromFlags, type RunFromFlags } from './prepare-run.ts';
import { type EndingSignal, endedBySignal } from './run-exit-code.ts';
import { RUN_OPTIONS, type RunArgs } from './run-options.ts';

type SonobuoyArgs = RunArgs & { results?: string; 'plugin-directory'?: string };

/** Flags of `run` that a plugin has too; where things are written is Sonobuoy's to say. */
const SHARED =
  'config name kubelet volume option secret suite grep grep-invert level reporter workers retries timeout requirement-timeout global-timeout known-failing strict isolation'.split(
    ' ',
  ) as (keyof typeof RUN_OPTIONS)[];

export const command: CliCommand<SonobuoyArgs> = {
  usage: 'sonobuoy [driver]',
  about:
    'Entry point of the Sonobuoy plugin: certifies the drivers installed on this node and hands the results to the worker',
  options: (yargs) =>
    yargs
      .positional('driver', { type: 'string', describe: 'a driver, in place of those installed' })
      .options(Object.fromEntries(SHARED.map((name) => [name, RUN_OPTIONS[name]])))
      .options({
        'plugin-directory': {
          type: 'string',
          requiresArg: true,
          describe: `where drivers are installed; default: ${PLUGIN_DIRECTORY}`,
        },
        results: {
          type: 'string',
          requiresArg: true,
          describe: 'results folder; default: SONOBUOY_RESULTS_DIR, or /tmp/results',
        },
      }) as unknown as Argv<SonobuoyArgs>,
  examples: [
    ['flexcert sonobuoy', 'every driver installed on this node; results where Sonobuoy looks for them'],
    ['flexcert sonobuoy --name example.com/nas', 'that one, and a failure where it is not installed'],
    ['flexcert sonobuoy --plugin-directory /host/plugins', "the node's plugin directory is mounted there"],
  ],
  run: sonobuoy,
};

/** Exit code 0 whatever the verdict: with another, the worker would not hand the results over. */
async function sonobuoy(args: SonobuoyArgs): Promise<number> {
  const worker = workerOf(process.env, args.results);
  if (isDone(worker)) {
    say(`${worker.results}/done is there: the results have been handed over, nothing is run again`);
    return EXIT.done;
  }
  const folder = handedOver(worker);
  const progress = new ProgressPosts(worker.progressUrl, say);
  let signal: EndingSignal | undefined;
  let defect: { error: unknown } | undefined;
  let prepared: RunFromFlags | undefined;
  const prepare = async () => {
    prepared ??= await prepareFromFlags({ ...args, ...configOf(args, worker) });
    return prepared;
  };
  await certifyNode({
    folder,
    reporters: ['html'],
    say,
    find: () =>
      args.driver === undefined
        ? installedDrivers(args['plugin-directory'] ?? PLUGIN_DIRECTORY, args.name as string | undefined)
        : [args.driver],
    certify: async (path) => {
      const run = await prepare();
      const driver = readDriverInput(path, undefined, run.settings.env);
      const told = await conductToEnd(run, driver, (event) => progress.take(event, driver.name));
      ({ signal, defect } = told);
      return { record: told.record, ended: signal !== undefined || defect !== undefined };
    },
  });
  await progress.end('done');
  tellDone(worker, folder);
  if (defect !== undefined) throw defect.error;
  return signal === undefined ? EXIT.done : endedBySignal(signal);
}

/** The plugin's config map, where the command line and the environment name no configuration. */
function configOf(args: SonobuoyArgs, { config }: Worker): { config?: string } {
  const file = join(config, 'flexcert.yaml');
  const named = args.config !== undefined || Boolean(process.env.FLEXCERT_CONFIG);
  return !named && existsSync(file) ? { config: file } : {};
}

function say(text: string): void {
  process.stderr.write(`flexcert: ${text}\n`);
}
