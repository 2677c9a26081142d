import { createHash } from 'node:crypto';
import { fstatSync, openSync, readFileSync } from 'node:fs';
import type { z } from 'zod';
import { UsageError } from '../errors.ts';
import { filePieces } from './file-lines.ts';
import { readInPieces } from './read-in-pieces.ts';
import { type FlexcertRecord, RECORD_VERSION, recordSchema } from './schema.ts';

/** A record's file, open as long as this program runs: its calls may be left there. */
export interface OpenRecord {
  /** Of the file's bytes, in hex. */
  sha256(): string;
  /** @throws UsageError when it is no record, or was written by a newer flexcert */
  read(): FlexcertRecord;
}

/**
 * Opens a record's file. However many calls it holds, they take the memory of one result.
 * @param source how messages call it
 * @throws the system's error when it cannot be read
 */
export function openRecord(path: string, source: string = path): OpenRecord {
  const file = openSync(path, 'r');
  if (!fstatSync(file).isFile()) return recordInMemory(readFileSync(file), source);
  return {
    sha256: () => sha256Of(filePieces(file)),
    read: () => readInPieces(file) ?? parseRecord(readFileSync(file, 'utf8'), source),
  };
}

/** What comes through a pipe can be read only once. */
function recordInMemory(bytes: Buffer, source: string): OpenRecord {
  return { sha256: () => sha256Of([bytes]), read: () => parseRecord(bytes.toString(), source) };
}

function sha256Of(pieces: Iterable<Uint8Array>): string {
  const digest = createHash('sha256');
  for (const piece of pieces) digest.update(piece);
  return digest.digest('hex');
}

/**
 * Reads and validates a record.
 * @throws UsageError when it cannot be read, is no record, or was written by a newer flexcert
 */
export function readRecord(path: string): FlexcertRecord {
  return opened(path).read();
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

function opened(path: string): OpenRecord {
  try {
    return openRecord(path);
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
