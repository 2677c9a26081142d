import type { Readable, Writable } from 'node:stream';

/** What a cell says of itself; everything else on the pipe is the program's. */
export type CellNews =
  | { cell: 'started'; pid: number }
  | { cell: 'made' }
  | { cell: 'ready' }
  /** The answer to `abort`, of a program whose event loop goes round. */
  | { cell: 'heard' }
  | { cell: 'end'; diskFull: boolean };

/** A line from a cell. */
export type CellLine = CellNews | { message: unknown };

/** The first line to a cell. */
export interface Job {
  input: unknown;
  isolation: 'full' | 'none';
  paths: { kubeletRoot: string; pluginDirectory: string; fixtures: string };
  /** Path of each of the host's filesystems that is laid over, by the number of its layer. */
  layers: Record<number, string>;
  /** What lies behind `paths` that the host has too: written to there, it does not count as changed. */
  behind: string[];
  /** Where the program writes down what it makes; absent where all that goes with the cell. */
  ledger?: { path: string; parent: import('./process-identity.ts').ProcessIdentity };
}

/** A later line to a cell. */
export interface CellWord {
  cell: 'abort';
}

const NEWLINE = 0x0a;

/**
 * Reads lines of JSON. What is none is passed over: a driver that finds the pipe may write to it, and must
 * not take the run down.
 */
export function readLines(stream: Readable, onLine: (line: CellLine) => void): void {
  let pending: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let at = rest.indexOf(NEWLINE); at >= 0; at = rest.indexOf(NEWLINE)) {
      const line = parseLine(Buffer.concat([...pending, rest.subarray(0, at)]).toString());
      pending = [];
      rest = rest.subarray(at + 1);
      if (line !== undefined) onLine(line);
    }
    if (rest.length > 0) pending.push(rest);
  });
  // The other end is killed at any time.
  stream.on('error', () => {});
}

/** Writes one line; whether anyone reads it is for the cell's end to tell. */
export function writeLine(stream: Writable, line: { job: Job } | CellWord): void {
  stream.write(`${JSON.stringify(line)}\n`);
}

function parseLine(text: string): CellLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isLine = typeof value === 'object' && value !== null && ('cell' in value || 'message' in value);
    return isLine ? (value as CellLine) : undefined;
  } catch {
    return undefined;
  }
}
