import { join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { FlexcertRecord } from '../record/schema.ts';
import { renderNodes } from '../report/nodes.ts';
import { writeReports } from '../report/write-reports.ts';
import type { NodeRecord } from '../sonobuoy/tarball.ts';
import { EXIT } from './exit-codes.ts';
import { colorOf, columnsOf } from './terminal.ts';

/** Tells the records of many nodes: at a glance, as one JSON list, or each in a folder of its own. */
export async function reportNodes(
  nodes: readonly NodeRecord[],
  names: readonly string[],
  { output, baseline }: { output?: string; baseline?: string },
): Promise<number> {
  if (baseline !== undefined) throw new UsageError('--baseline compares with one run: say which with --node');
  if (output !== undefined) return writeNodes(nodes, names, resolve(output));
  const [name, ...more] = names;
  if (name === undefined) {
    process.stdout.write(
      renderNodes(nodes, { color: colorOf(process.stdout), width: columnsOf(process.stdout) }),
    );
    return EXIT.done;
  }
  if (name !== 'json' || more.length > 0) {
    throw new UsageError(
      `${names.join(', ')} of ${nodes.length} records needs a folder, --output DIR, or one node, --node NAME`,
    );
  }
  process.stdout.write(`${JSON.stringify(nodes.map(({ node, record }) => ({ node, record })))}\n`);
  return EXIT.done;
}

async function writeNodes(
  nodes: readonly NodeRecord[],
  names: readonly string[],
  output: string,
): Promise<number> {
  let code: number = EXIT.done;
  for (const { node, record } of nodes) {
    const folder = join(output, node, folderName(record.driver.name));
    code = Math.max(code, await writeAll(record, names, folder));
  }
  return code;
}

/** Writes the formats asked for into a folder, and says where they are. @returns the exit code */
export async function writeAll(
  record: FlexcertRecord,
  names: readonly string[],
  output: string,
): Promise<number> {
  if (names.length === 0) throw new UsageError('--output: which formats? Name them with --reporter');
  const { written, broken } = await writeReports(record, names, output);
  for (const { name, path } of written) process.stderr.write(`${name.padEnd(8)} ${path}\n`);
  for (const { name, error } of broken)
    process.stderr.write(`flexcert: the reporter ${name} broke: ${error}\n`);
  return broken.length > 0 ? EXIT.harness : EXIT.done;
}

/** A record may come from anywhere: its driver's name must not lead out of the folder. */
function folderName(driver: string): string {
  return driver.replaceAll('/', '~').replace(/^\.+$/, '_');
}
