#!/usr/bin/env node
import { HarnessError, UsageError } from '../errors.ts';
import { COMMAND_ENTRIES } from './commands.ts';
import { EXIT } from './exit-codes.ts';
import { overview, versionLine } from './overview.ts';

/** Runs one command line and answers its exit code. Nothing here but the choice of the command. */
async function main(argv: string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--version' || name === '-V') return print(versionLine());
  if (name === undefined) return print(overview(COMMAND_ENTRIES), EXIT.usage);
  if (name === '--help' || name === '-h' || name === 'help') return print(overview(COMMAND_ENTRIES));
  const entry = COMMAND_ENTRIES.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    throw new UsageError(
      `no command "${name}". The commands are: ${COMMAND_ENTRIES.map((e) => e.name).join(', ')}`,
    );
  }
  const { runCommand } = await import('./run-command.ts');
  return runCommand(await entry.load(), rest);
}

function print(text: string, code: number = EXIT.done): number {
  process.stdout.write(`${text}\n`);
  return code;
}

/** One line for trouble that we know, the whole stack for a defect of ours. */
function report(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`flexcert: ${error.message}\n`);
    return EXIT.usage;
  }
  if (error instanceof HarnessError) {
    process.stderr.write(`flexcert: ${error.message}\n`);
    return EXIT.harness;
  }
  process.stderr.write(
    `flexcert: a defect of flexcert, please report it:\n${String((error as Error)?.stack ?? error)}\n`,
  );
  return EXIT.harness;
}

/** Whoever read our output is gone: what else there is to do is done, and told by the exit code. */
function withoutReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') {
    throw new HarnessError(`the output cannot be written (${error.message}): free some space there`);
  }
  if (!process.exitCode) process.exitCode = EXIT.harness;
}

/** Node's own code for it, 1, means here that a driver failed. A run that makes cells listens too, and ends them first. */
function uncaught(error: unknown): void {
  if (process.listenerCount('uncaughtException') === 1) process.exit(report(error));
}

process.on('uncaughtException', uncaught);
process.stdout.on('error', withoutReader);
process.stderr.on('error', withoutReader);
process.exitCode = await main(process.argv.slice(2)).catch(report);
