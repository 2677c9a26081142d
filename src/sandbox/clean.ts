import { readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { cleanLock } from './clean-lock.ts';
import { giveBack } from './give-back.ts';
import { deadLeases, endLease } from './lease.ts';
import { readLedger } from './ledger-file.ts';
import { isAlive, type ProcessIdentity, startTimeOf } from './process-identity.ts';
import { reclaimLoops } from './reclaim-loops.ts';
import { removeEmptyState, statePart } from './state-directory.ts';
import type { Leak, LedgerEntry } from './types.ts';

/** What was found of runs that had died, and what became of it. */
export interface Cleaned {
  /** How many runs had died. */
  deadRuns: number;
  /** One line each. */
  givenBack: string[];
  leaks: Leak[];
}

/**
 * Gives back what runs left that were killed: what their ledgers name, and the loop devices of their leases.
 * Runs that are alive are left alone.
 * @returns undefined when another process is at it
 */
export async function cleanDeadRuns(): Promise<Cleaned | undefined> {
  const release = await cleanLock();
  if (release === undefined) return undefined;
  try {
    return await clean();
  } finally {
    release();
  }
}

async function clean(): Promise<Cleaned> {
  const dead = new Set<string>();
  const givenBack: string[] = [];
  const leaks: Leak[] = [];
  for (const path of ledgerPaths()) {
    const { owners, entries } = readLedger(path);
    if (owners.some(isAlive)) continue;
    dead.add(nameOf(owners[0]));
    const done = await giveBackLedger(path, entries);
    givenBack.push(...done.givenBack.map(describe));
    leaks.push(...done.leaks);
  }
  for (const lease of deadLeases()) {
    dead.add(nameOf(lease.owner));
    const loops = await reclaimLoops(lease.numbers);
    givenBack.push(...loops.reclaimed);
    leaks.push(...loops.leaks);
    if (loops.leaks.length === 0) endLease(lease.path);
  }
  removeEmptyState();
  return { deadRuns: dead.size, givenBack, leaks };
}

/** A draft belongs to the process that its name begins with, as long as that one lives. */
function ledgerPaths(): string[] {
  const directory = statePart('ledgers');
  return readdirSync(directory)
    .filter((name) => !name.startsWith('.') || startTimeOf(Number.parseInt(name.slice(1), 10)) === undefined)
    .map((name) => join(directory, name));
}

function nameOf(owner: ProcessIdentity | undefined): string {
  return `${owner?.pid} ${owner?.startTime}`;
}

/**
 * Gives back what the ledger of a dead process names, the last made first. The file goes when nothing is
 * left; otherwise it stays, to be tried again.
 */
export async function giveBackLedger(
  path: string,
  entries: readonly LedgerEntry[],
): Promise<{ givenBack: LedgerEntry[]; leaks: Leak[] }> {
  const givenBack: LedgerEntry[] = [];
  const leaks: Leak[] = [];
  for (const entry of [...entries].reverse()) {
    const leak = await giveBack(entry);
    if (leak === undefined) givenBack.push(entry);
    else leaks.push(leak);
  }
  if (leaks.length === 0) unlinkSync(path);
  return { givenBack, leaks };
}

function describe(entry: LedgerEntry): string {
  switch (entry.kind) {
    case 'loop':
      return `loop devices over ${entry.image}`;
    case 'process':
      return `process ${entry.pid}`;
    default:
      return `${entry.kind} ${entry.path}`;
  }
}
