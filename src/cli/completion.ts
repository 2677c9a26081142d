import type { Argv } from 'yargs';
import type { CliCommand, CommandEntry } from './command.ts';
import { bashCompletion } from './completion/bash.ts';
import { fishCompletion } from './completion/fish.ts';
import { zshCompletion } from './completion/zsh.ts';
import { describeCommands } from './describe-command.ts';
import { EXIT } from './exit-codes.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** @param entries the whole table, this command included */
export const completionCommand = (
  entries: readonly CommandEntry[],
): CliCommand<{ shell: keyof typeof SHELLS }> => ({
  usage: 'completion <shell>',
  about: 'Prints a script that lets a shell complete commands, flags and their values',
  options: (yargs) =>
    yargs.positional('shell', {
      choices: Object.keys(SHELLS),
      demandOption: true,
      describe: 'which shell',
    }) as unknown as Argv<{ shell: keyof typeof SHELLS }>,
  examples: [
    ['source <(flexcert completion bash)', 'in ~/.bashrc'],
    ['flexcert completion zsh > ~/.zfunc/_flexcert', 'where ~/.zfunc is in fpath'],
    ['flexcert completion fish > ~/.config/fish/completions/flexcert.fish', 'for fish'],
  ],
  async run({ shell }) {
    process.stdout.write(SHELLS[shell](await describeCommands(entries)));
    return EXIT.done;
  },
});
