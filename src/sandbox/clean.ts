import { readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { cleanLock } from './clean-lock.ts';
import { giveBack } from './give-back.ts';
import { deadLeases, endLease } from './lease.ts';
import { readLedger } from './ledger-file.ts';
import { isAlive } from './process-identity.ts';
import { reclaimLoops } from './reclaim-loops.ts';
import { removeEmptyState, statePart } from './state-directory.ts';
import type { Leak, LedgerEntry } from './types.ts';

/** What was found of runs that had died, and what became of it. */
export interface Cleaned {
  /** Runs that were not given back by themselves. */
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
  const cleaned: Cleaned = { deadRuns: 0, givenBack: [], leaks: [] };
  const directory = statePart('ledgers');
  for (const name of readdirSync(directory)) await cleanLedger(join(directory, name), cleaned);
  for (const { path, numbers } of deadLeases()) {
    const { reclaimed, leaks } = await reclaimLoops(numbers);
    cleaned.givenBack.push(...reclaimed);
    cleaned.leaks.push(...leaks);
    if (leaks.length === 0) endLease(path);
  }
  removeEmptyState();
  return cleaned;
}

async function cleanLedger(path: string, cleaned: Cleaned): Promise<void> {
  const { owners, entries } = readLedger(path);
  if (owners.some(isAlive)) return;
  cleaned.deadRuns++;
  const { givenBack, leaks } = await giveBackLedger(path, entries);
  cleaned.givenBack.push(...givenBack.map(describe));
  cleaned.leaks.push(...leaks);
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
