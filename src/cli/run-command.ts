import yargs, { type Argv } from 'yargs';
import { UsageError } from '../errors.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit-codes.ts';

/**
 * Parses with yargs and runs. yargs itself would end the process, and with 1 for a usage error, which
 * here means that a driver failed: so it is told not to, and its complaint becomes a UsageError.
 */
export async function runCommand<Args>(command: CliCommand<Args>, argv: string[]): Promise<number> {
  if (asksForHelp(argv)) {
    process.stdout.write(await helpOf(command, Math.min(110, process.stdout.columns ?? 110)));
    return EXIT.done;
  }
  let code: number = EXIT.done;
  await parserOf(command, async (args) => {
    code = await command.run(args);
  }).parseAsync(argv);
  return code;
}

/** What comes after `--` is for another program. */
function asksForHelp(argv: readonly string[]): boolean {
  const own = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  return own.some((argument) => argument === '--help' || argument === '-h');
}

/**
 * The help of a command.
 *
 * @param width columns; examples are never broken, so that they can be copied
 */
export async function helpOf<Args>(command: CliCommand<Args>, width: number): Promise<string> {
  const help = await parserOf(command, async () => {})
    .wrap(width)
    .getHelp();
  const examples = command.examples.map(
    ([line, about]) => `  ${about === '' ? '' : `# ${about}\n  `}${line}`,
  );
  return `${help.trimEnd()}\n\nExamples:\n${examples.join('\n\n')}\n`;
}

function parserOf<Args>(command: CliCommand<Args>, handler: (args: Args) => Promise<void>): Argv {
  const [name, ...positionals] = command.usage.split(' ');
  return yargs()
    .scriptName(`flexcert ${name}`)
    .command({
      command: ['$0', ...positionals].join(' '),
      describe: command.about,
      builder: (own: Argv) => command.options(own) as Argv,
      handler: (args) => handler(args as Args),
    })
    .strict()
    .exitProcess(false)
    .version(false)
    .help()
    .alias('help', 'h')
    .parserConfiguration({ 'populate--': true })
    .fail((message, error) => {
      throw error ?? new UsageError(`${message}. See: flexcert ${name} --help`);
    });
}
