import type { ArgumentDescription, CommandDescription } from '../describe-command.ts';
import { valuesOf } from './values.ts';

/** A script for fish, for the directory of its completions. */
export function fishCompletion(commands: readonly CommandDescription[]): string {
  return [
    '# Completion of flexcert for fish: flexcert completion fish > ~/.config/fish/completions/flexcert.fish',
    ...commands.map(({ name, summary }) => line('__fish_use_subcommand', `-f -a ${name}`, summary)),
    ...commands.flatMap(({ name, flags, positionals }) => [
      ...flags.map((flag) => line(`__fish_seen_subcommand_from ${name}`, flagSpec(flag), flag.about)),
      ...positionals
        .filter((positional) => valuesOf(positional).length > 0)
        .map((positional) =>
          line(
            `__fish_seen_subcommand_from ${name}`,
            `-a '${valuesOf(positional).join(' ')}'`,
            positional.about,
          ),
        ),
    ]),
    '',
  ].join('\n');
}

function line(condition: string, spec: string, about: string): string {
  return `complete -c flexcert -n '${condition}' ${spec} -d '${about.replace(/[\\']/g, '\\$&')}'`;
}

function flagSpec(flag: ArgumentDescription): string {
  const { name, alias, type } = flag;
  const short = name.length === 1 ? `-s ${name}` : `-l ${name}${alias === undefined ? '' : ` -s ${alias}`}`;
  if (type === 'boolean') return short;
  const values = valuesOf(flag);
  return `${short} -r${values.length === 0 ? '' : ` -f -a '${values.join(' ')}'`}`;
}
