import { closeSync, existsSync, openSync, readSync, statfsSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { HarnessError } from '../errors.ts';
import type { CellLine, Job } from './cell-channel.ts';
import { type ChangedFile, changedFiles, changesSince } from './changed-files.ts';
import { Ledger } from './ledger.ts';
import { LedgerFile } from './ledger-file.ts';
import { ownIdentity } from './process-identity.ts';
import { CELL_FD } from './setup-steps.ts';
import type { CellPaths, Isolation } from './types.ts';

/** What a program finds in its cell. */
export interface InsideCell<T> {
  input: T;
  isolation: Isolation;
  paths: CellPaths;
  /** Aborted when the parent wants the cell to end: there is a moment left to send what there is. */
  signal: AbortSignal;
  /** What is made here and has to be given back before the program ends. */
  ledger: Ledger;
  /** Hands a value that JSON can hold to the parent, and returns once it is on its way. */
  send(message: unknown): void;
  /**
   * What was written outside `paths` since the cell began. Undefined where nobody can tell: with isolation
   * none, and once a driver has unmounted or covered /proc.
   */
  changedFiles(): ChangedFile[] | undefined;
}

const CHUNK = 1 << 16;
const NEWLINE = 0x0a;
/** Less is left of a full filesystem than of one that merely holds much. */
const FULL_BELOW_BYTES = 256 * 1024;

/**
 * Takes the job of a program that `openCell` runs. To be called once, after everything has been imported.
 * @throws HarnessError when the program was not started by `openCell`
 */
export function insideCell<T>(): InsideCell<T> {
  say({ cell: 'ready' });
  const [job, rest] = readJob();
  const aborted = new AbortController();
  listen(rest, () => {
    if (!aborted.signal.aborted) say({ cell: 'heard' });
    aborted.abort();
  });
  const look = job.isolation === 'full' ? changeWatch(job) : undefined;
  return {
    input: job.input as T,
    isolation: job.isolation,
    paths: job.paths,
    signal: aborted.signal,
    ledger: new Ledger(job.ledger && new LedgerFile(job.ledger.path, [job.ledger.parent, ownIdentity()])),
    send: (message) => say({ message }),
    changedFiles: () => look?.(),
  };
}

/** Remembers what the making of the cell itself wrote. @returns a look at what was written since */
function changeWatch(job: Job): () => ChangedFile[] | undefined {
  const files = reopenPrivately(CELL_FD.files);
  process.on('exit', () => say({ cell: 'end', diskFull: isFull() }));
  const ignored = [...Object.values(job.paths), ...job.behind];
  const look = (): ChangedFile[] => changedFiles({ files, seenAt: job.layers }, ignored);
  const made = look();
  // The layers are reached through /proc alone.
  return () => (existsSync(`/proc/self/fd/${files}`) ? changesSince(made, look()) : undefined);
}

/** Written whole before anything goes on, so that nothing is lost when the cell is killed in the next moment. */
function say(line: CellLine): void {
  let rest = Buffer.from(`${JSON.stringify(line)}\n`);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(CELL_FD.messages, rest));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // The parent is gone, and with it all reason to go on.
    if (code === 'EPIPE') process.exit(1);
    throw code === 'EBADF' ? new HarnessError('this program is to be started by openCell') : error;
  }
}

function readJob(): [job: Job, rest: Buffer] {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(CHUNK);
    const count = readSync(CELL_FD.job, chunk, 0, CHUNK, null);
    // Nothing to do: the parent is gone.
    if (count === 0) process.exit(0);
    const read = chunk.subarray(0, count);
    const end = read.indexOf(NEWLINE);
    chunks.push(end < 0 ? read : read.subarray(0, end));
    if (end < 0) continue;
    const { job } = JSON.parse(Buffer.concat(chunks).toString()) as { job: Job };
    return [job, read.subarray(end + 1)];
  }
}

/** The one word that may follow is to end; the end of the pipe means that the parent is gone. */
function listen(rest: Buffer, onAbort: () => void): void {
  if (rest.length > 0) onAbort();
  const socket = new Socket({ fd: CELL_FD.job, readable: true, writable: false });
  socket.on('data', onAbort);
  socket.on('error', () => process.exit(1));
  socket.on('end', () => process.exit(1));
  socket.unref();
}

/** Opened anew, a descriptor is closed in every child, and has a number that no program expects. */
function reopenPrivately(descriptor: number): number {
  const own = openSync(`/proc/self/fd/${descriptor}`, 'r');
  closeSync(descriptor);
  return own;
}

/** Asks the overlay, which answers for the filesystem that takes its writes: a driver may have hidden /proc. */
function isFull(): boolean {
  try {
    const { bavail, bsize, ffree } = statfsSync('/');
    return bavail * bsize < FULL_BELOW_BYTES || ffree === 0;
  } catch {
    return false;
  }
}
