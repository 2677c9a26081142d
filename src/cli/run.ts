import { resolve } from 'node:path';
import { openConformanceCell } from '../conformance/cell.ts';
import { chooseRequirements } from '../conformance/choose.ts';
import { loadSettings } from '../conformance/config/load.ts';
import { readDriverInput } from '../conformance/driver/driver-input.ts';
import { readMachine } from '../conformance/machine.ts';
import { runConformance } from '../conformance/run.ts';
import { SUITE_VERSION } from '../conformance/suite-version.ts';
import { UsageError } from '../errors.ts';
import { DEFAULT_RELEASE, profileFor } from '../kubelet/profile.ts';
import { recordText } from '../record/write.ts';
import { renderSummary } from '../report/terminal.ts';
import { checkReporterNames, writeReports } from '../report/write-reports.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { listing } from './listing.ts';
import { toolVersion } from './overview.ts';
import { progressOn } from './progress.ts';
import { runExitCode } from './run-exit-code.ts';
import { flagsOf, type RunArgs, runOptions } from './run-options.ts';
import { untilSignal } from './signals.ts';
import { colorOf, columnsOf } from './terminal.ts';

const DEFAULT_REPORTERS = ['json', 'junit'];

export const command: CliCommand<RunArgs> = {
  usage: 'run [driver]',
  about: 'Certifies a driver: runs the requirements against it and writes the reports',
  options: runOptions,
  examples: [
    ['flexcert run ./nas', 'an executable; options of its volumes in flexcert.yaml'],
    ["flexcert run ./example.com~nas -o 'image={{image}}'", 'a directory; each volume gets a fresh image'],
    ['flexcert run ./nas --suite mount,unmount --level MUST', 'a part of the requirements'],
    ['flexcert run ./nas --suite ./mine.mjs', 'requirements of your own'],
    ['flexcert run ./nas --kubelet 1.12,1.20,1.32', 'a verdict for each release'],
    ['flexcert run ./nas --last-failed -x', 'what failed the last time, until the first failure'],
  ],
  run: certify,
};

async function certify(args: RunArgs): Promise<number> {
  const { settings, knownFailing } = loadSettings(flagsOf(args), {
    env: process.env,
    directory: process.cwd(),
    release: DEFAULT_RELEASE,
  });
  settings.kubelet.forEach(requireTodaysCalls);
  const reporters = settings.reporter.length === 0 ? DEFAULT_REPORTERS : settings.reporter;
  checkReporterNames(reporters);
  const choice = await chooseRequirements(settings);
  if (args.list === true) return list(choice.selected, args.json === true);
  if (settings.driver === undefined) throw new UsageError('which driver? Say: flexcert run <driver>');
  const driver = readDriverInput(settings.driver, settings.name, settings.env);
  if (choice.selected.length === 0) {
    process.stderr.write('flexcert: no requirement was selected. See what there is: flexcert list\n');
    return EXIT.nothing;
  }

  const { record, signal } = await untilSignal((aborted) =>
    runConformance(
      {
        ...choice,
        driver,
        settings,
        knownFailing,
        machine: readMachine(settings.isolation, settings.env.PATH ?? ''),
        tool: { version: toolVersion(), suite: SUITE_VERSION },
      },
      { openCell: openConformanceCell(settings), signal: aborted, onEvent: progressOn(process.stderr) },
    ).then((record) => ({ record })),
  );

  const { written, broken } = await writeReports(record, reporters, resolve(settings.output));
  const screen = { color: colorOf(process.stdout), width: columnsOf(process.stdout) };
  process.stdout.write(args.json === true ? recordText(record) : renderSummary(record, screen));
  for (const { name, path } of written) process.stderr.write(`${name.padEnd(8)} ${path}\n`);
  for (const { name, error } of broken)
    process.stderr.write(`flexcert: the reporter ${name} broke: ${error}\n`);
  const code = runExitCode(record, signal);
  return code === EXIT.done && broken.length > 0 ? EXIT.harness : code;
}

/** Requirements speak of the calls of 1.6 and later: a driver of before cannot work there, and the reverse. */
function requireTodaysCalls(release: string): void {
  if (profileFor(release).speaksTodaysCalls) return;
  throw new UsageError(`--kubelet ${release}: requirements run on 1.6 and later; simulate and call know it`);
}

function list(selected: Parameters<typeof listing>[0], json: boolean): number {
  process.stdout.write(listing(selected, json));
  return selected.length === 0 ? EXIT.nothing : EXIT.done;
}
