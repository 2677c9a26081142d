import type { Argv } from 'yargs';

/** One command of the command line: it parses, calls and returns the exit code. No logic. */
export interface CliCommand<Args> {
  /** As yargs writes it: `run <driver>`; several values as `[arg..]`. */
  usage: string;
  /** One sentence. */
  about: string;
  /** Declares flags and positionals. */
  options(yargs: Argv): Argv<Args>;
  /** Command lines that work, with what they do: shown by --help. */
  examples: readonly (readonly [commandLine: string, about: string])[];
  /** @returns the exit code, see exit-codes.ts */
  run(args: Args): Promise<number>;
}

/** A command without its flags: all that `--help` needs, so that nothing else is loaded for it. */
export interface CommandEntry {
  name: string;
  usage: string;
  summary: string;
  // biome-ignore lint/suspicious/noExplicitAny: each command has its own arguments
  load(): Promise<CliCommand<any>>;
}
