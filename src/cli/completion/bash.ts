import { type ArgumentDescription, type CommandDescription, typed } from '../describe-command.ts';
import { valuesOf } from './values.ts';

/** A script for bash 4 and later, for `source` or the directory of its completions. */
export function bashCompletion(commands: readonly CommandDescription[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# Completion of flexcert for bash: source <(flexcert completion bash)
_flexcert() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command=\${COMP_WORDS[1]}
  local flags='' words='' place=0 index
  COMPREPLY=()
  # bash takes the = of --flag=value for a word.
  if [[ $word == '=' ]]; then word=''; elif [[ $before == '=' ]]; then before=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W '${names} --help --version' -- "$word")
    return
  fi
  for ((index = 2; index < COMP_CWORD; index++)); do
    [[ \${COMP_WORDS[index]} == -* ]] || ((place++))
  done
  case $command in
${commands.map(flagsCase).join('\n')}
  esac
  case $command:$before in
${commands.flatMap(valueCases).join('\n')}
  esac
  if [[ -z $words && $word != -* ]]; then
    case $command:$place in
${commands.flatMap(positionalCases).join('\n')}
      *) ;;
    esac
  fi
  if [[ -n $words ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  elif [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}
complete -o filenames -F _flexcert flexcert
`;
}

function flagsCase({ name, flags }: CommandDescription): string {
  return `    ${name}) flags='${flags.flatMap(spellings).join(' ')}' ;;`;
}

function valueCases({ name, flags }: CommandDescription): string[] {
  return flags
    .filter((flag) => valuesOf(flag).length > 0)
    .map((flag) => {
      const patterns = spellings(flag).map((spelling) => `${name}:${spelling}`);
      return `    ${patterns.join(' | ')}) words='${valuesOf(flag).join(' ')}' ;;`;
    });
}

function positionalCases({ name, positionals }: CommandDescription): string[] {
  return positionals.flatMap((positional, place) =>
    valuesOf(positional).length === 0
      ? []
      : [`      ${name}:${place}) words='${valuesOf(positional).join(' ')}' ;;`],
  );
}

function spellings({ name, alias }: ArgumentDescription): string[] {
  return [typed(name), ...(alias === undefined ? [] : [typed(alias)])];
}
