import { readCatalogue } from '../conformance/catalogue.ts';
import { checkMachine, type MachineCheck } from '../conformance/machine-lacks.ts';
import { DEFAULT_RELEASE, profileFor } from '../kubelet/profile.ts';
import { tryMachine } from '../sandbox/try-machine.ts';
import { ISOLATIONS, type Isolation } from '../sandbox/types.ts';
import type { CliCommand } from './command.ts';
import { doctorDrivers } from './doctor-drivers.ts';
import { EXIT } from './exit-codes.ts';

interface Args {
  directory?: string;
  kubelet: string;
  isolation: Isolation;
  json: boolean;
}

export const command: CliCommand<Args> = {
  usage: 'doctor [directory]',
  about:
    'What this machine lacks and what that costs; or what is wrong with the drivers installed in a plugin directory',
  examples: [
    ['flexcert doctor', 'what of a run this machine carries'],
    [
      'flexcert doctor /usr/libexec/kubernetes/kubelet-plugins/volume/exec',
      'names, run bits, interpreters, neighbours of the drivers installed there',
    ],
  ],
  options: (yargs) =>
    yargs
      .positional('directory', { type: 'string', describe: 'a plugin directory' })
      .option('kubelet', { type: 'string', default: DEFAULT_RELEASE, describe: 'release, 1.2 to 1.36' })
      .option('isolation', {
        choices: ISOLATIONS,
        default: 'full',
        describe: 'where init of the drivers runs',
      })
      .option('json', { type: 'boolean', default: false, describe: 'one JSON document on stdout' }) as never,
  async run({ directory, kubelet, isolation, json }) {
    if (directory !== undefined) {
      return doctorDrivers(directory, { profile: profileFor(kubelet), isolation, json });
    }
    const checks = checkMachine(await readCatalogue(), await tryMachine());
    process.stdout.write(json ? `${JSON.stringify({ checks })}\n` : tell(checks));
    return EXIT.done;
  },
};

function tell(checks: readonly MachineCheck[]): string {
  const lacking = checks.filter(({ has }) => !has);
  const rows = checks.map(({ what, has }) => `  ${has ? '✓' : '✗'} ${what}`);
  const lacks = lacking.flatMap(({ what, why, costs, mend, requirements }) => [
    '',
    `${what} is missing: it costs ${costs}.`,
    ...(why === undefined ? [] : [`  it was tried: ${why}`]),
    ...(requirements.length === 0 ? [] : [`  requirements: ${requirements.join(', ')}`]),
    ...(mend === undefined ? [] : [`  next step: ${mend}`]),
  ]);
  const verdict = lacking.length === 0 ? ['', 'Nothing is missing: every requirement can run here.'] : lacks;
  return `${['This machine', ...rows, ...verdict].join('\n')}\n`;
}
