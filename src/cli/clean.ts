import { HarnessError } from '../errors.ts';
import { visibleText } from '../record/visible.ts';
import { type Cleaned, cleanDeadRuns } from '../sandbox/clean.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit-codes.ts';

interface Args {
  json: boolean;
}

export const command: CliCommand<Args> = {
  usage: 'clean',
  about: 'Removes what a killed run left behind. Runs that are still going are left alone',
  examples: [
    ['flexcert clean', 'loop devices, mounts, processes and directories of runs that died'],
    ['flexcert clean --json', 'the same, told to a program'],
  ],
  options: (yargs) =>
    yargs.option('json', {
      type: 'boolean',
      default: false,
      describe: 'one JSON document on stdout',
    }) as never,
  async run({ json }) {
    const cleaned = await cleanDeadRuns();
    if (cleaned === undefined) {
      throw new HarnessError('another flexcert is cleaning up at this moment: try again when it has ended');
    }
    process.stdout.write(json ? `${JSON.stringify(cleaned)}\n` : tell(cleaned));
    return cleaned.leaks.length === 0 ? EXIT.done : EXIT.harness;
  },
};

function tell({ deadRuns, givenBack, leaks }: Cleaned): string {
  if (deadRuns === 0 && givenBack.length === 0 && leaks.length === 0) return 'Nothing was left behind.\n';
  const runs = deadRuns > 1 ? `${deadRuns} runs that were killed` : 'a run that was killed';
  const rows =
    givenBack.length === 0
      ? [`Nothing could be given back of what was left by ${runs}.`]
      : [`Given back what was left by ${runs}:`, ...givenBack.map((what) => `  ${visibleText(what)}`)];
  if (leaks.length > 0) {
    rows.push('', 'Still there. To mend it by hand:');
    for (const { what, mend } of leaks) {
      rows.push(`  ${visibleText(what)}`, ...mend.map((line) => `    ${visibleText(line)}`));
    }
  }
  return `${rows.join('\n')}\n`;
}
