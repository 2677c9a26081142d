import { existsSync, linkSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HarnessError } from '../errors.ts';
import { boundNumbers } from './loop-devices.ts';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.ts';
import { inStatePart, statePart } from './state-directory.ts';

/** Loop numbers that one cell alone may use, as long as the file is there. */
export interface Lease {
  /** Says whose it is. Its name is the block's number. */
  path: string;
  numbers: number[];
}

/** Loop numbers come in blocks of this many, so that one file leases all that most cells need. */
export const LOOPS_PER_BLOCK = 16;
/** The host's own programs take the lowest free numbers; ours begin where those seldom come. */
const FIRST_NUMBER = 64;
const MAX_BLOCKS = 4096;

/**
 * Leases at least `count` loop numbers which no other cell holds, of this run or another, and which nobody
 * has bound.
 * @throws HarnessError when there are none left
 */
export function leaseLoops(count: number): Lease[] {
  const bound = new Set(boundNumbers());
  const leases: Lease[] = [];
  let missing = count;
  for (let block = 0; block < MAX_BLOCKS && missing > 0; block++) {
    const numbers = numbersOf(block).filter((number) => !bound.has(number));
    // Blocks that others have settled in are passed over, unless there is nothing else.
    if (numbers.length <= LOOPS_PER_BLOCK / 2) continue;
    const path = take(block);
    if (path === undefined) continue;
    leases.push({ path, numbers });
    missing -= numbers.length;
  }
  if (missing > 0) {
    for (const lease of leases) endLease(lease.path);
    throw new HarnessError(`no free loop devices: ${bound.size} are bound. See what is left: flexcert clean`);
  }
  return leases;
}

/** Gives the numbers of a lease back. Their devices must have been detached before. */
export function endLease(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** A lease that nobody will end. */
export interface DeadLease extends Lease {
  /** Absent when the file was never finished. */
  owner?: ProcessIdentity;
}

/** @returns leases whose owner has died without ending them */
export function deadLeases(): DeadLease[] {
  const directory = statePart('leases');
  return readdirSync(directory).flatMap((name): DeadLease[] => {
    const path = join(directory, name);
    const { numbers, isBeingWritten } = name.startsWith('.') ? draft(name) : leased(name);
    try {
      const owner = JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
      return isAlive(owner) ? [] : [{ path, numbers, owner }];
    } catch (error) {
      const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
      return isGone || isBeingWritten ? [] : [{ path, numbers }];
    }
  });
}

function leased(name: string) {
  return { numbers: numbersOf(Number(name)), isBeingWritten: false };
}

/** `.2-4711`: what process 4711 would have of block 2 is another's until it is linked, and perhaps for ever. */
function draft(name: string) {
  return { numbers: [], isBeingWritten: existsSync(`/proc/${name.split('-')[1]}`) };
}

/** @returns the loop numbers of a block */
export function numbersOf(block: number): number[] {
  return Array.from({ length: LOOPS_PER_BLOCK }, (_, i) => FIRST_NUMBER + block * LOOPS_PER_BLOCK + i);
}

function take(block: number): string | undefined {
  try {
    return inStatePart('leases', (directory) => makeLease(join(directory, String(block))));
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    throw new HarnessError(`cannot lease loop devices (${(error as Error).message}): free some space there`);
  }
}

/** Whole or not at all: written under a name of its own and then linked, so that it is never read half. */
function makeLease(path: string): string | undefined {
  const unlinked = join(dirname(path), `.${basename(path)}-${process.pid}`);
  try {
    writeFileSync(unlinked, JSON.stringify(ownIdentity()), { mode: 0o600 });
    linkSync(unlinked, path);
    return path;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  } finally {
    endLease(unlinked);
  }
}
