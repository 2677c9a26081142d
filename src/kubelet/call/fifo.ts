import { closeSync, constants, mkdtempSync, openSync, rmdirSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HarnessError } from '../../errors.ts';
import { runTool } from '../../sandbox/tool.ts';

/**
 * The one pipe that takes both outputs of a driver. Node cannot make a pipe itself (its own stdio pipes are
 * sockets, which a script's `> /dev/stdout` cannot open), so it is a FIFO: held by a descriptor alone, its
 * name removed at once, so that nothing stays on disk whatever happens to us.
 */
export interface Fifo {
  /** Refers to the FIFO without opening it for reading or writing. */
  readonly handle: number;
}

/** open(2)'s O_PATH, which Node does not name. */
const O_PATH = 0o10000000;

const idle: Fifo[] = [];

/** A FIFO that nobody reads or writes: one that served a call before, or a new one. */
export async function acquireFifo(): Promise<Fifo> {
  for (;;) {
    const fifo = idle.pop();
    if (fifo === undefined) return makeFifo();
    if (!hasReader(fifo)) return fifo;
    // Something that an earlier driver left behind reads from it and would take the next answer away.
    discardFifo(fifo);
  }
}

/** Both ends, as file descriptors for the caller to close. Reading does not block, writing does. */
export function openEnds(fifo: Fifo): { read: number; write: number } {
  const read = openSync(pathOf(fifo), constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return { read, write: openSync(pathOf(fifo), constants.O_WRONLY) };
  } catch (error) {
    closeSync(read);
    throw error;
  }
}

/** Gives back a FIFO whose call reached end of file: nobody can write to it any more. */
export function releaseFifo(fifo: Fifo): void {
  idle.push(fifo);
}

/** Drops a FIFO whose call did not end: somebody may still write to it. */
export function discardFifo(fifo: Fifo): void {
  closeSync(fifo.handle);
}

/** Every cell makes one: what it takes to read a library for that is more than to make it. */
async function makeFifo(): Promise<Fifo> {
  let directory: string | undefined;
  try {
    directory = mkdtempSync(join(tmpdir(), 'flexcert-fifo-'));
    const path = join(directory, 'output');
    const made = await runTool('mkfifo', ['-m', '600', path]);
    if (made.code !== 0) throw new Error(made.stderr);
    const handle = openSync(path, O_PATH);
    unlinkSync(path);
    return { handle };
  } catch (error) {
    throw new HarnessError(
      `no pipe for the driver's output could be made (${(error as Error).message}): mkfifo (coreutils), /proc and a directory for temporary files are needed`,
    );
  } finally {
    if (directory !== undefined) rmdirSync(directory);
  }
}

function pathOf(fifo: Fifo): string {
  return `/proc/self/fd/${fifo.handle}`;
}

/** Opening for writing without blocking fails exactly when nobody reads. */
function hasReader(fifo: Fifo): boolean {
  try {
    closeSync(openSync(pathOf(fifo), constants.O_WRONLY | constants.O_NONBLOCK));
    return true;
  } catch {
    return false;
  }
}
