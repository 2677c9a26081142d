import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Argv } from 'yargs';
import { PASSPHRASE, readSigningKey } from '../certificate/keys.ts';
import { makeCertificate } from '../certificate/make.ts';
import { obstacles } from '../certificate/obstacles.ts';
import { readVendor } from '../certificate/vendor.ts';
import { versionNote } from '../certificate/version-note.ts';
import { readDriverInput } from '../conformance/driver/driver-input.ts';
import { HarnessError, UsageError } from '../errors.ts';
import { openRecord } from '../record/read.ts';
import { reporters } from '../report/index.ts';
import { checkDriverCopy, copyDriver } from './certified-driver.ts';
import type { CliCommand } from './command.ts';
import { conductToEnd } from './conduct-to-end.ts';
import { EXIT } from './exit-codes.ts';
import { makeOutputFolder, prepareFromFlags } from './prepare-run.ts';
import { runExitCode } from './run-exit-code.ts';
import { RUN_OPTIONS, type RunArgs } from './run-options.ts';
import { tellRun } from './tell-run.ts';
import { wholeSuite } from './whole-suite.ts';

type CertifyArgs = RunArgs & { vendor?: string; sign?: string };

const FILE = 'certificate.json';

/** What a run may be told and a certificate does not mind. Whatever leaves out or excuses is not among it. */
const SHARED =
  'config name kubelet volume option secret reporter output json workers shuffle timeout requirement-timeout global-timeout strict isolation'.split(
    ' ',
  ) as (keyof typeof RUN_OPTIONS)[];

export const command: CliCommand<CertifyArgs> = {
  usage: 'certify [driver]',
  about:
    'Runs the whole suite against a driver and writes the record, the reports and a certificate into one folder',
  options: (yargs) =>
    yargs
      .positional('driver', { type: 'string', describe: 'executable or <vendor~driver> directory' })
      .options(Object.fromEntries(SHARED.map((name) => [name, RUN_OPTIONS[name]])))
      .options({
        vendor: {
          type: 'string',
          requiresArg: true,
          describe: 'YAML that names organisation, project, version, url, contact',
        },
        sign: {
          type: 'string',
          requiresArg: true,
          describe: `private key in PEM, Ed25519 or ECDSA; its passphrase, if any, in ${PASSPHRASE}`,
        },
      }) as unknown as Argv<CertifyArgs>,
  examples: [
    [
      'flexcert certify ./example.com~nas --vendor vendor.yaml --sign key.pem',
      'record, reports and certificate in flexcert-report/',
    ],
    [
      'flexcert certify ./nas --vendor vendor.yaml --kubelet 1.20,1.32',
      'for two releases; unsigned, and marked so',
    ],
    ['openssl genpkey -algorithm ED25519 -out key.pem', 'makes a key to sign with'],
  ],
  run: certify,
};

async function certify(args: CertifyArgs): Promise<number> {
  if (args.vendor === undefined) {
    throw new UsageError(
      'whose driver is it? Say --vendor FILE, which names organisation, project, version, url, contact',
    );
  }
  const vendor = readVendor(args.vendor);
  const key = args.sign === undefined ? undefined : readSigningKey(args.sign, process.env[PASSPHRASE]);
  const prepared = await prepareFromFlags(args, wholeSuite);
  const { settings } = prepared;
  if (settings.driver === undefined) throw new UsageError('which driver? Say: flexcert certify <driver>');
  const driver = readDriverInput(settings.driver, settings.name, settings.env);
  const output = makeOutputFolder(settings.output);
  checkDriverCopy(driver, output);
  // One of a run before must not lie beside the record of this one.
  rmSync(join(output, FILE), { force: true });

  const { record, signal, defect } = await conductToEnd(prepared, driver);
  const names = [...new Set(['json', ...prepared.reporters])];
  const whole = await tellRun(record, { reporters: names, output, json: args.json === true });
  if (defect !== undefined) throw defect.error;
  const code = runExitCode(record, signal);
  const against = obstacles(record);
  if (against.length > 0 || code !== EXIT.done) {
    // The reasons of the verdict have just been told.
    const news = against.filter((reason) => !record.summary.reasons.includes(reason));
    process.stderr.write(`flexcert: no certificate: ${news.join('; ')}\n`);
    return code === EXIT.done ? EXIT.failed : code;
  }
  if (!whole) throw new HarnessError('no certificate: the reports could not be written whole');
  copyDriver(driver, record.driver.files, output);
  const { file: name } = reporters.json;
  const recordFile = { name, sha256: openRecord(join(output, name)).sha256() };
  const certificate = makeCertificate({ record, recordFile, vendor, date: new Date(), key });
  writeFileSync(join(output, FILE), certificate);
  const note = versionNote(record.driver.version, vendor, args.vendor);
  if (note !== undefined) process.stderr.write(`flexcert: ${note}\n`);
  const signed = key === undefined ? 'unsigned' : `signed by ${key.keyid}`;
  process.stderr.write(`${'certificate'.padEnd(8)} ${join(output, FILE)}, ${signed}\n`);
  return EXIT.done;
}
