import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { FlexcertRecord } from '../record/schema.ts';
import { REPORTER_NAMES, reporters } from './index.ts';
import type { Reporter } from './reporter.ts';

export interface WrittenReports {
  written: { name: string; path: string }[];
  /** Reporters that broke, and why; the others were written all the same. */
  broken: { name: string; error: string }[];
}

/**
 * Checks the names of `--reporter a,b` before a run begins.
 * @throws UsageError that names the allowed ones
 */
export function checkReporterNames(names: readonly string[]): void {
  for (const name of names) {
    if (!Object.hasOwn(reporters, name)) {
      throw new UsageError(`no reporter "${name}". The reporters are: ${REPORTER_NAMES.join(', ')}`);
    }
  }
}

/** Writes each report to its file in the folder. One that breaks takes neither the others nor the run down. */
export async function writeReports(
  record: FlexcertRecord,
  names: readonly string[],
  outputDir: string,
): Promise<WrittenReports> {
  checkReporterNames(names);
  const chosen = names.map((name) => ({ name, reporter: reporters[name as keyof typeof reporters] }));
  return writeWith(record, chosen, outputDir);
}

/** The same with reporters at hand. */
export async function writeWith(
  record: FlexcertRecord,
  chosen: readonly { name: string; reporter: Reporter }[],
  outputDir: string,
): Promise<WrittenReports> {
  await mkdir(outputDir, { recursive: true });
  const result: WrittenReports = { written: [], broken: [] };
  for (const { name, reporter } of chosen) {
    const path = join(outputDir, reporter.file);
    try {
      await writeWhole(path, reporter.chunks?.(record) ?? [reporter.render(record)]);
      result.written.push({ name, path });
    } catch (error) {
      result.broken.push({ name, error: (error as Error)?.message ?? String(error) });
    }
  }
  return result;
}

/** By rename: a reader never sees half a report, and a report of an earlier run stays until the new one is whole. */
async function writeWhole(path: string, chunks: Iterable<string>): Promise<void> {
  const partial = `${path}.part`;
  try {
    const file = await open(partial, 'w');
    try {
      for (const piece of gathered(chunks)) await file.writeFile(piece);
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

const PIECE = 256 * 1024;

/** Small chunks joined: a write for each call of a record would take longer than all the rest. */
function* gathered(chunks: Iterable<string>): Generator<string> {
  let waiting: string[] = [];
  let size = 0;
  for (const chunk of chunks) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < PIECE) continue;
    yield waiting.join('');
    waiting = [];
    size = 0;
  }
  yield waiting.join('');
}
