import { readDriverInput } from '../conformance/driver/driver-input.ts';
import { UsageError } from '../errors.ts';
import type { CliCommand } from './command.ts';
import { conductToEnd } from './conduct-to-end.ts';
import { EXIT } from './exit-codes.ts';
import { listing } from './listing.ts';
import { makeOutputFolder, prepareFromFlags } from './prepare-run.ts';
import { runExitCode } from './run-exit-code.ts';
import { type RunArgs, runOptions } from './run-options.ts';
import { tellRun } from './tell-run.ts';

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
  const prepared = await prepareFromFlags(args);
  const { settings, reporters } = prepared;
  const { selected } = prepared.choice;
  const json = args.json === true;
  if (args.list === true) {
    process.stdout.write(listing(selected, json));
    return selected.length === 0 ? EXIT.nothing : EXIT.done;
  }
  if (settings.driver === undefined) throw new UsageError('which driver? Say: flexcert run <driver>');
  const driver = readDriverInput(settings.driver, settings.name, settings.env);
  if (selected.length === 0) {
    process.stderr.write('flexcert: no requirement was selected. See what there is: flexcert list\n');
    return EXIT.nothing;
  }
  const output = makeOutputFolder(settings.output);

  const { record, signal, defect } = await conductToEnd(prepared, driver);
  const whole = await tellRun(record, { reporters, output, json });
  if (defect !== undefined) throw defect.error;
  const code = runExitCode(record, signal);
  return code === EXIT.done && !whole ? EXIT.harness : code;
}
