import yargs, { type Argv } from 'yargs';
import { UsageError } from '../errors.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit-codes.ts';

/**
 * Parses with yargs and runs. yargs itself would end the process, and with 1 for a usage error, which
 * here means that a driver failed: so it is told not to, and its complaint becomes a UsageError.
 */
export async function runCommand<Args>(command: CliCommand<Args>, argv: string[]): Promise<number> {
  const [name, ...positionals] = command.usage.split(' ');
  let code: number = EXIT.done;
  const parser = yargs()
    .scriptName(`flexcert ${name}`)
    .command({
      command: ['$0', ...positionals].join(' '),
      describe: command.about,
      builder: (own: Argv) => command.options(own) as Argv,
      handler: async (args) => {
        code = await command.run(args as Args);
      },
    })
    .strict()
    .exitProcess(false)
    .version(false)
    .help()
    .alias('help', 'h')
    .parserConfiguration({ 'populate--': true })
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .fail((message, error) => {
      throw error ?? new UsageError(`${message}. See: flexcert ${name} --help`);
    });
  for (const [line, about] of command.examples) parser.example(line, about);
  await parser.parseAsync(argv);
  return code;
}
