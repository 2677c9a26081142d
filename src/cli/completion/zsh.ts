import { type ArgumentDescription, type CommandDescription, typed } from '../describe-command.ts';
import { valuesOf } from './values.ts';

/** A script for zsh, for a file _flexcert in its fpath. */
export function zshCompletion(commands: readonly CommandDescription[]): string {
  const listed = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  return `#compdef flexcert
# Completion of flexcert for zsh: flexcert completion zsh > a directory of $fpath, as _flexcert
_flexcert() {
  local curcontext=$curcontext state line
  local -a commands=(
${listed.join('\n')}
  )
  _arguments -C '(- :)--help[commands]' '(- :)--version[version of the tool]' '1: :->command' '*:: :->arguments'
  case $state in
    command) _describe command commands ;;
    arguments)
      case $words[1] in
${commands.map(argumentsOf).join('\n')}
      esac ;;
  esac
}
if [ "$funcstack[1]" = _flexcert ]; then _flexcert "$@"; else compdef _flexcert flexcert; fi
`;
}

function argumentsOf({ name, usage, positionals, flags }: CommandDescription): string {
  const specs = [
    ...flags.flatMap(flagSpecs),
    ...positionals.map((positional, index) => {
      const place = usage.includes(`${positional.name}..`) ? '*' : String(index + 1);
      return quoted(`${place}:${positional.name}:${action(positional)}`);
    }),
  ];
  return `        ${name}) _arguments ${specs.join(' \\\n          ')} ;;`;
}

/** Every flag may be said again: the lists are. */
function flagSpecs(flag: ArgumentDescription): string[] {
  const about = flag.about.replace(/[[\]]/g, '\\$&');
  const value = flag.type === 'boolean' ? '' : `:${flag.name}:${action(flag)}`;
  const long = quoted(
    `*${typed(flag.name)}${value !== '' && flag.name.length > 1 ? '=' : ''}[${about}]${value}`,
  );
  return [long, ...(flag.alias === undefined ? [] : [quoted(`*${typed(flag.alias)}[${about}]${value}`)])];
}

function action(argument: ArgumentDescription): string {
  const values = valuesOf(argument);
  if (values.length > 0) return `(${values.join(' ')})`;
  return argument.type === 'number' ? '' : '_files';
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
