import { closeSync, fsyncSync, openSync, readFileSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HarnessError } from '../errors.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { LedgerEntry } from './types.ts';

/** What outlives a loss of power: worth waiting for the disk. All else is gone with the kernel that held it. */
const ON_DISK: ReadonlySet<LedgerEntry['kind']> = new Set(['directory', 'file']);

/** One line: the owners first, then what was made (a number and the entry), then the numbers given back. */
type Line = { owners: ProcessIdentity[] } | { made: number; entry: LedgerEntry } | { gone: number };

/** A ledger's file, open for appending. */
export class LedgerFile {
  readonly path: string;
  readonly #file: number;
  #torn = false;

  constructor(path: string, owners: readonly ProcessIdentity[]) {
    this.path = path;
    // It appears with its owners in it: an empty one would look like that of a run that died at once.
    const draft = join(dirname(path), `.${basename(path)}`);
    this.#file = openSync(draft, 'ax', 0o600);
    this.#append({ owners: [...owners] });
    renameSync(draft, path);
  }

  /** Returns once the line is written, so that the act may follow. */
  made(number: number, entry: LedgerEntry): void {
    this.#append({ made: number, entry });
    if (ON_DISK.has(entry.kind)) fsyncSync(this.#file);
  }

  /** Where it cannot be written, the next to read it looks for a thing that is not there, and that is all. */
  gone(number: number): void {
    try {
      this.#append({ gone: number });
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  remove(): void {
    this.close();
    unlinkSync(this.path);
  }

  #append(line: Line): void {
    // A line that was cut short by a full disk must not swallow the next one.
    const bytes = Buffer.from(`${this.#torn ? '\n' : ''}${JSON.stringify(line)}\n`);
    this.#torn = true;
    try {
      const written = writeSync(this.#file, bytes);
      if (written < bytes.length) throw new Error('no space left on device');
    } catch (error) {
      throw new HarnessError(
        `cannot write the ledger ${this.path} (${(error as Error).message}), so nothing more is made: free some space there`,
      );
    }
    this.#torn = false;
  }
}

/** What a ledger's file says. */
export interface LedgerContent {
  /** Empty for a draft that was never finished. */
  owners: ProcessIdentity[];
  /** What was made and not given back, in the order it was made. */
  entries: LedgerEntry[];
}

/**
 * Reads a ledger. A line that was cut short was never followed by an act, and is passed over.
 * @returns undefined when there is none: its run has just ended, and had given everything back
 */
export function readLedger(path: string): LedgerContent | undefined {
  const content: LedgerContent = { owners: [], entries: [] };
  const made = new Map<number, LedgerEntry>();
  const bytes = readIfThere(path);
  if (bytes === undefined) return undefined;
  for (const text of bytes.split('\n')) {
    const line = parse(text);
    if (line === undefined) continue;
    if ('owners' in line) content.owners = line.owners;
    else if ('made' in line) made.set(line.made, line.entry);
    else made.delete(line.gone);
  }
  content.entries = [...made.values()];
  return content;
}

function parse(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
