import type { Argv } from 'yargs';
import type { Flags } from '../conformance/config/load.ts';
import { LEVELS } from '../record/levels.ts';
import { ISOLATIONS } from '../sandbox/types.ts';

/** Flags by their names; a repeated one is a list. */
export type RunArgs = Record<string, unknown> & {
  driver?: string;
  config?: string;
  list?: boolean;
  json?: boolean;
};

const TEXT = { type: 'string', requiresArg: true } as const;
const NUMBER = { type: 'number', requiresArg: true } as const;
const SWITCH = { type: 'boolean' } as const;

/** Flags that choose requirements; `list` has them too. */
export const SELECTION_OPTIONS = {
  suite: { ...TEXT, describe: 'areas with commas, or the path of a module of your own; again for more' },
  grep: { ...TEXT, alias: 'g', describe: 'only ids and sentences that match this pattern' },
  'grep-invert': { ...TEXT, alias: 'G', describe: 'only those that do not match it' },
  level: { ...TEXT, describe: `levels with commas: ${LEVELS.join(', ')}` },
  shard: { ...TEXT, describe: 'i/n: the i-th of n parts, split by id' },
} as const;

/** Flags that say how a driver is called and with which volumes; `call` has them too. */
export const CALL_OPTIONS = {
  config: { ...TEXT, alias: 'c', describe: 'configuration; default: flexcert.yaml or .json here' },
  name: { ...TEXT, describe: 'vendor/driver, for an executable' },
  kubelet: { ...TEXT, describe: 'releases with commas, such as 1.20,1.32' },
  volume: { ...TEXT, describe: 'a volume template in place of those configured; again for more' },
  option: { ...TEXT, alias: 'o', describe: 'k=v, an option of every volume; again for more' },
  secret: { ...TEXT, describe: 'k=v, a secret value of every volume; again for more' },
  timeout: { ...TEXT, describe: 'limit of one call, such as 30s' },
  isolation: {
    ...TEXT,
    describe: `${ISOLATIONS.join(' or ')}: namespaces of its own, or the host`,
  },
} as const;

export const RUN_OPTIONS = {
  ...CALL_OPTIONS,
  ...SELECTION_OPTIONS,
  'last-failed': { ...SWITCH, describe: 'only what did not pass in the record of the output folder' },
  list: { ...SWITCH, describe: 'say what would run, and run nothing' },
  reporter: { ...TEXT, describe: 'formats with commas, a file each in the output folder' },
  output: { ...TEXT, describe: 'output folder; default: flexcert-report' },
  json: { ...SWITCH, describe: 'print the record on stdout and nothing else' },
  workers: { ...NUMBER, alias: 'w', describe: 'requirements at once; default: processors' },
  shuffle: { ...TEXT, describe: 'run in another order; the same for the same seed' },
  retries: { ...NUMBER, describe: 'try a failing requirement so often again' },
  'repeat-each': { ...NUMBER, describe: 'a requirement has to pass so often' },
  'max-failures': { ...NUMBER, describe: 'end the run after so many failures' },
  x: { ...SWITCH, describe: 'end the run after the first failure' },
  'requirement-timeout': { ...TEXT, describe: 'limit of one requirement' },
  'global-timeout': { ...TEXT, describe: 'limit of the run' },
  'known-failing': { ...TEXT, describe: 'file with a list of { id, reason }' },
  strict: { ...SWITCH, describe: 'a failing SHOULD counts as well' },
  keep: { ...SWITCH, describe: 'keep the files of what does not pass, as archives in the output folder' },
} as const;

export function runOptions(yargs: Argv): Argv<RunArgs> {
  return yargs
    .positional('driver', { type: 'string', describe: 'executable or <vendor~driver> directory' })
    .options(RUN_OPTIONS) as unknown as Argv<RunArgs>;
}

/** Settings that are flags of the same name. */
const SAME_NAME =
  'driver name kubelet suite grep grep-invert level shard last-failed reporter output workers shuffle retries repeat-each max-failures known-failing strict isolation keep'.split(
    ' ',
  );

const SEVERAL = ['kubelet', 'suite', 'level', 'reporter'];

/** What the command line says, in the shape of flexcert.yaml. */
export function flagsOf(args: RunArgs): Flags {
  const settings: Record<string, unknown> = {};
  for (const name of SAME_NAME) if (args[name] !== undefined) settings[name] = oneOrList(name, args[name]);
  const timeouts = {
    ...(args.timeout === undefined ? {} : { call: args.timeout }),
    ...(args['requirement-timeout'] === undefined ? {} : { requirement: args['requirement-timeout'] }),
    ...(args['global-timeout'] === undefined ? {} : { run: args['global-timeout'] }),
  };
  if (Object.keys(timeouts).length > 0) settings.timeouts = timeouts;
  if (args.x === true) settings['max-failures'] = 1;
  return {
    settings,
    ...(args.config === undefined ? {} : { config: args.config }),
    ...list('volume', args.volume),
    ...list('option', args.option),
    ...list('secret', args.secret),
  };
}

/** Of a flag that is given twice, the last counts, unless it may have several values. */
function oneOrList(name: string, given: unknown): unknown {
  return Array.isArray(given) && !SEVERAL.includes(name) ? given.at(-1) : given;
}

function list<Name extends string>(name: Name, given: unknown): { [Key in Name]?: string[] } {
  if (given === undefined) return {};
  return { [name]: (Array.isArray(given) ? given : [given]).map(String) } as { [Key in Name]?: string[] };
}
