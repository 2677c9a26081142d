import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { UsageError } from '../errors.ts';
import { type FlexcertRecord, RECORD_VERSION, recordSchema } from './schema.ts';

/**
 * Reads and validates a record.
 * @throws UsageError when it cannot be read, is no record, or was written by a newer flexcert
 */
export async function readRecord(path: string): Promise<FlexcertRecord> {
  return parseRecord(await readText(path), path);
}

/** The same for text that is at hand; `source` is how messages call it. */
export function parseRecord(text: string, source: string): FlexcertRecord {
  const value = parseJson(text, source);
  const version = versionOf(value);
  if (version === undefined) {
    throw new UsageError(`${source} is no flexcert record: it has no "version". Give a record.json of a run`);
  }
  if (typeof version !== 'number' || version > RECORD_VERSION) {
    throw new UsageError(
      `${source} has record version ${JSON.stringify(version)}, and this flexcert reads ${RECORD_VERSION} at most. ` +
        'Use the flexcert that wrote it, or a newer one',
    );
  }
  const parsed = recordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${source} is no valid record: ${firstIssues(parsed.error)}`);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const cause = code === 'ENOENT' ? 'there is no such file' : `${code ?? String(error)}`;
    throw new UsageError(`cannot read the record ${path}: ${cause}. Give a record.json of a run`);
  }
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${source} is no JSON: ${(error as Error).message}. A run cut short leaves no record`,
    );
  }
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
}

/** The first three places that are wrong, by path. */
function firstIssues(error: z.ZodError): string {
  const told = error.issues.slice(0, 3).map(({ path, message }) => {
    const place = path.map(String).join('.');
    return place === '' ? message : `${place}: ${message}`;
  });
  const more = error.issues.length - told.length;
  return told.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
