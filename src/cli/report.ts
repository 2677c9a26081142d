import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import { UsageError } from '../errors.ts';
import { compareRecords } from '../record/compare.ts';
import { mergeRecords } from '../record/merge.ts';
import { readRecord } from '../record/read.ts';
import type { FlexcertRecord } from '../record/schema.ts';
import { comparisonJson, comparisonMarkdown, comparisonText } from '../report/comparison.ts';
import { REPORTER_NAMES, reporters } from '../report/index.ts';
import type { Reporter } from '../report/reporter.ts';
import { renderSummary } from '../report/terminal.ts';
import { checkReporterNames } from '../report/write-reports.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { areOfNodes, readAll } from './given-records.ts';
import { reportNodes, writeAll } from './report-nodes.ts';
import { colorOf, columnsOf } from './terminal.ts';

interface ReportArgs {
  record: string[];
  reporter?: string;
  output?: string;
  baseline?: string;
  node?: string;
  json?: boolean;
}

export const command: CliCommand<ReportArgs> = {
  usage: 'report <record..>',
  about: 'Renders records of runs in any format, merges shards, compares with a run of before',
  options: (yargs) =>
    yargs
      .positional('record', {
        type: 'string',
        array: true,
        describe: 'record.json of a run; of each shard; or what "sonobuoy retrieve" wrote',
      })
      .options({
        reporter: {
          type: 'string',
          requiresArg: true,
          describe: `formats with commas: ${REPORTER_NAMES.join(', ')}; default: the summary as text`,
        },
        output: {
          type: 'string',
          requiresArg: true,
          describe: 'folder for a file each; one format alone goes to stdout',
        },
        baseline: {
          type: 'string',
          requiresArg: true,
          describe: 'record to compare with: text, --reporter markdown or --json',
        },
        node: { type: 'string', requiresArg: true, describe: 'of a tarball of Sonobuoy, that node alone' },
        json: { type: 'boolean', describe: 'the same as --reporter json' },
      }) as unknown as Argv<ReportArgs>,
  examples: [
    ['flexcert report record.json', 'the summary of a run, as it was shown'],
    ['flexcert report record.json --reporter html > report.html', 'any format, later'],
    [
      'flexcert report 1/record.json 2/record.json --reporter json,html --output whole',
      'the shards of a run as one',
    ],
    ['flexcert report 202611251200_sonobuoy_1f.tar.gz', 'every node at a glance; --node NAME for one'],
    [
      'flexcert report --baseline old.json new.json',
      'what broke, what was mended, what is new; exit code 1 if something broke',
    ],
  ],
  run: report,
};

async function report(args: ReportArgs): Promise<number> {
  const names =
    args.json === true ? ['json'] : (args.reporter ?? '').split(',').filter((name) => name !== '');
  checkReporterNames(names);
  const given = await readAll(args.record, args.node);
  if (areOfNodes(given)) return reportNodes(given, names, args);
  const record = mergeRecords(given);
  if (args.baseline !== undefined) return compare(readRecord(args.baseline), record, names);
  if (args.output !== undefined) return writeAll(record, names, resolve(args.output));
  if (names.length > 1)
    throw new UsageError(`${names.join(', ')}: several formats need a folder, --output DIR`);
  const [name] = names;
  const pieces =
    name === undefined
      ? [renderSummary(record, screen())]
      : piecesOf(reporters[name as keyof typeof reporters], record);
  for (const piece of pieces) process.stdout.write(piece);
  return EXIT.done;
}

function compare(before: FlexcertRecord, after: FlexcertRecord, names: readonly string[]): number {
  const [name, ...more] = names;
  if (more.length > 0 || (name !== undefined && name !== 'markdown' && name !== 'json')) {
    throw new UsageError(
      `--baseline with --reporter ${names.join(',')}: a comparison is text, or markdown, or json`,
    );
  }
  const comparison = compareRecords(before, after);
  process.stdout.write(
    name === 'markdown'
      ? comparisonMarkdown(comparison)
      : name === 'json'
        ? comparisonJson(comparison)
        : comparisonText(comparison, screen()),
  );
  return comparison.broke.length > 0 ? EXIT.failed : EXIT.done;
}

function piecesOf(reporter: Reporter, record: FlexcertRecord): Iterable<string> {
  return reporter.chunks?.(record) ?? [reporter.render(record)];
}

function screen() {
  return { color: colorOf(process.stdout), width: columnsOf(process.stdout) };
}
