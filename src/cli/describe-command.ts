import type { Argv } from 'yargs';
import type { CliCommand, CommandEntry } from './command.ts';

/** A flag or a positional, as a command declares it. */
export interface ArgumentDescription {
  name: string;
  /** `w` for `-w`. */
  alias?: string;
  about: string;
  /** A boolean flag takes no value. */
  type: 'boolean' | 'string' | 'number';
  choices?: readonly string[];
  default?: string | number | boolean;
}

/** A command with all that it can be told: completion and manual are made from it. */
export interface CommandDescription {
  name: string;
  /** `run [driver]` */
  usage: string;
  summary: string;
  about: string;
  positionals: ArgumentDescription[];
  flags: ArgumentDescription[];
  examples: readonly (readonly [commandLine: string, about: string])[];
}

/** @returns every command of the table, in its order */
export function describeCommands(entries: readonly CommandEntry[]): Promise<CommandDescription[]> {
  return Promise.all(
    entries.map(async (entry) => {
      const { name, usage, summary } = entry;
      const command = await entry.load();
      const declared = new Declarations();
      command.options(declared as unknown as Argv);
      const { about, examples } = command as CliCommand<unknown>;
      return { name, usage, summary, about, examples, ...declared.all() };
    }),
  );
}

/** What commands say to yargs. */
interface Declaration {
  describe?: string;
  type?: ArgumentDescription['type'];
  alias?: string;
  choices?: readonly string[];
  default?: ArgumentDescription['default'];
}

/** Stands in for yargs while a command declares its flags. */
class Declarations {
  readonly #positionals = new Map<string, ArgumentDescription>();
  readonly #flags = new Map<string, ArgumentDescription>();

  positional(name: string, declaration: Declaration): this {
    this.#positionals.set(name, described(name, declaration));
    return this;
  }

  option(name: string, declaration: Declaration): this {
    this.#flags.set(name, described(name, declaration));
    return this;
  }

  options(declarations: Readonly<Record<string, Declaration>>): this {
    for (const [name, declaration] of Object.entries(declarations)) this.option(name, declaration);
    return this;
  }

  all(): Pick<CommandDescription, 'positionals' | 'flags'> {
    const help = described('help', { alias: 'h', type: 'boolean', describe: 'flags and examples' });
    return { positionals: [...this.#positionals.values()], flags: [...this.#flags.values(), help] };
  }
}

function described(name: string, declaration: Declaration): ArgumentDescription {
  const { alias, choices, describe = '', type = 'string', default: fallback } = declaration;
  return {
    name,
    about: describe,
    type,
    ...(alias === undefined ? {} : { alias }),
    ...(choices === undefined ? {} : { choices }),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

/** `--workers`, `-x`: as it is typed. */
export function typed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}
