import type { FlexcertRecord } from '../record/schema.ts';
import { recordText } from '../record/write.ts';
import { tellGithub } from '../report/github-actions.ts';
import { renderSummary } from '../report/terminal.ts';
import { writeReports } from '../report/write-reports.ts';
import { colorOf, columnsOf } from './terminal.ts';

/**
 * Writes the reports, prints the summary, or the record with `--json`, and says where the reports are.
 *
 * @returns whether every report could be written
 */
export async function tellRun(
  record: FlexcertRecord,
  { reporters, output, json }: { reporters: readonly string[]; output: string; json: boolean },
): Promise<boolean> {
  const { written, broken } = await writeReports(record, reporters, output);
  const screen = { color: colorOf(process.stdout), width: columnsOf(process.stdout) };
  process.stdout.write(json ? recordText(record) : `\n${renderSummary(record, screen)}`);
  const github = await tellGithub(record, process.env);
  // stdout belongs to the report that was asked for.
  if (github.annotations !== undefined) process.stderr.write(github.annotations);
  for (const trouble of github.broken) process.stderr.write(`flexcert: ${trouble}\n`);
  for (const { name, path } of written) process.stderr.write(`${name.padEnd(8)} ${path}\n`);
  for (const { name, error } of broken) {
    process.stderr.write(`flexcert: the reporter ${name} broke: ${error}\n`);
  }
  return broken.length === 0;
}
