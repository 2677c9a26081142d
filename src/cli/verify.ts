import { Chalk } from 'chalk';
import type { Argv } from 'yargs';
import { verify } from '../api/verify.ts';
import type { Verification } from '../certificate/verify.ts';
import { visibleText } from '../record/visible.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { colorOf } from './terminal.ts';

interface VerifyArgs {
  certificate: string;
  driver?: string;
  key?: string;
  json?: boolean;
}

export const command: CliCommand<VerifyArgs> = {
  usage: 'verify <certificate>',
  about:
    'Checks a certificate offline: its seal, the driver, the record, the verdict derived again, the suite',
  options: (yargs) =>
    yargs
      .positional('certificate', { type: 'string', describe: 'certificate.json, with its record beside it' })
      .options({
        driver: {
          type: 'string',
          requiresArg: true,
          describe: 'the driver; default: what lies beside the certificate',
        },
        key: {
          type: 'string',
          requiresArg: true,
          describe: "the vendor's public key in PEM; without it only a change is found, not another author",
        },
        json: { type: 'boolean', describe: 'the checks as one JSON document' },
      }) as unknown as Argv<VerifyArgs>,
  examples: [
    [
      'flexcert verify flexcert-report/certificate.json --key vendor.pub',
      'whether it holds, and is that of the vendor',
    ],
    [
      'flexcert verify certificate.json --driver /usr/libexec/kubernetes/kubelet-plugins/volume/exec/example.com~nas',
      'whether what is installed was certified',
    ],
    ['openssl pkey -in key.pem -pubout -out vendor.pub', 'the public key of a private one'],
  ],
  run: tellVerification,
};

async function tellVerification({ certificate, driver, key, json }: VerifyArgs): Promise<number> {
  const verification = await verify({ certificate, driver, key });
  process.stdout.write(json === true ? `${JSON.stringify(verification, null, 2)}\n` : told(verification));
  return verification.holds ? EXIT.done : EXIT.failed;
}

function told({ checks, holds, unsigned, statement }: Verification): string {
  const { green, red, yellow, bold } = new Chalk({ level: colorOf(process.stdout) ? 1 : 0 });
  const rows = checks.map(({ name, holds: held, found }) => {
    const mark = !held ? red('✗') : name === 'signature' && unsigned ? yellow('!') : green('✓');
    return `${mark} ${name.padEnd(11)} ${found.map((line) => visibleText(line)).join(`\n${' '.repeat(14)}`)}`;
  });
  const wrong = checks.filter((check) => !check.holds).map(({ name }) => name);
  const verdict = holds
    ? `${bold('The certificate holds')}${unsigned ? ', and is unsigned' : ''}: ${visibleText(statement?.predicate.driver.name ?? '')} ${visibleText(statement?.predicate.vendor.version ?? '')}`
    : `${bold('The certificate does not hold')}: ${wrong.join(', ')}`;
  return `${rows.join('\n')}\n\n${verdict}\n`;
}
