import { existsSync, readFileSync } from 'node:fs';
import { CONFIG_NAMES } from '../conformance/config/names.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { type Listed, listing } from './listing.ts';
import { flagsOf, type RunArgs, SELECTION_OPTIONS } from './run-options.ts';

/** Written by the build; where the sources run there is none. */
const CATALOGUE = new URL('../../catalogue.json', import.meta.url);

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
    const listed = wholeCatalogue(args) ?? (await selected(args));
    process.stdout.write(listing(listed, args.json === true));
    return listed.length === 0 ? EXIT.nothing : EXIT.done;
  },
};

/** As it was built, where nothing selects from it: the modules themselves need not be read then. */
function wholeCatalogue(args: RunArgs): Listed[] | undefined {
  const selects =
    Object.keys(flagsOf(args).settings).length > 0 || CONFIG_NAMES.some((name) => existsSync(name));
  if (selects || !existsSync(CATALOGUE)) return undefined;
  return JSON.parse(readFileSync(CATALOGUE, 'utf8')) as Listed[];
}

async function selected(args: RunArgs): Promise<Listed[]> {
  const { chooseRequirements } = await import('../conformance/choose.ts');
  const { loadSettings } = await import('../conformance/config/load.ts');
  const { DEFAULT_RELEASE } = await import('../kubelet/profile.ts');
  const { settings } = loadSettings(flagsOf(args), {
    env: {},
    directory: process.cwd(),
    release: DEFAULT_RELEASE,
  });
  return (await chooseRequirements(settings)).selected;
}
