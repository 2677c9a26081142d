import { chooseRequirements } from '../conformance/choose.ts';
import { loadSettings } from '../conformance/config/load.ts';
import { DEFAULT_RELEASE } from '../kubelet/profile.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { listing } from './listing.ts';
import { flagsOf, type RunArgs, SELECTION_OPTIONS } from './run-options.ts';

export const command: CliCommand<RunArgs> = {
  usage: 'list',
  about: 'The requirements: id, level, sentence, and why',
  options: (yargs) =>
    yargs
      .options(SELECTION_OPTIONS)
      .option('json', { type: 'boolean', describe: 'as one JSON document' }) as never,
  examples: [
    ['flexcert list --level MUST', 'what a driver must do'],
    ['flexcert list --suite mount,unmount --json', 'two areas, for programs'],
  ],
  async run(args) {
    const { settings } = loadSettings(flagsOf(args), {
      env: {},
      directory: process.cwd(),
      release: DEFAULT_RELEASE,
    });
    const { selected } = await chooseRequirements(settings);
    process.stdout.write(listing(selected, args.json === true));
    return selected.length === 0 ? EXIT.nothing : EXIT.done;
  },
};
