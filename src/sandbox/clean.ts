import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cleanLock } from './clean-lock.ts';
import { giveBack } from './give-back.ts';
import { deadLeases, endLease } from './lease.ts';
import { type LedgerContent, readLedger } from './ledger-file.ts';
import { detachLoops } from './loop-devices.ts';
import { orphanLoops } from './orphan-loops.ts';
import { isAlive, type ProcessIdentity, startTimeOf } from './process-identity.ts';
import { reclaimLoops } from './reclaim-loops.ts';
import { removeEmptyState, statePart } from './state-directory.ts';
import type { Leak, LedgerEntry } from './types.ts';

const DYING_TRIES = 25;
const DYING_PAUSE_MS = 40;

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
  // All processes go first, in all ledgers: one that still runs binds a device that was just looked for.
  for (const { ledger } of deadLedgers()) await endProcesses(ledger);
  for (const { path, ledger } of deadLedgers()) {
    dead.add(nameOf(ledger.owners[0]));
    const done = await giveBackLedger(path, ledger.entries);
    givenBack.push(...done.givenBack.map(describe));
    leaks.push(...done.leaks);
  }
  for (const lease of deadLeases()) {
    dead.add(nameOf(lease.owner));
    const loops = await reclaimFromDying(lease.numbers);
    givenBack.push(...loops.reclaimed);
    leaks.push(...loops.leaks);
    // What is still in use may be ours yet: the lease stays, to be looked at again.
    if (loops.leaks.length === 0 && loops.inUse.length === 0) endLease(lease.path);
  }
  const orphans = await orphanLoops();
  if (orphans.length > 0) {
    const loops = await reclaimOrphans(orphans);
    givenBack.push(...loops.givenBack);
    leaks.push(...loops.leaks);
  }
  removeEmptyState();
  return { deadRuns: dead.size, givenBack, leaks };
}

/** The kernel is still ending the cells of a run that was killed a moment ago. */
async function reclaimFromDying(numbers: readonly number[]): ReturnType<typeof reclaimLoops> {
  for (let attempt = 1; ; attempt++) {
    const loops = await reclaimLoops(numbers);
    if (loops.inUse.length === 0 || attempt === DYING_TRIES) return loops;
    await new Promise((resolve) => setTimeout(resolve, DYING_PAUSE_MS));
  }
}

async function reclaimOrphans(numbers: readonly number[]): Promise<Pick<Cleaned, 'givenBack' | 'leaks'>> {
  const stuck = await detachLoops(numbers);
  const name = (number: number): string => `/dev/loop${number}`;
  return {
    givenBack: numbers.filter((number) => !stuck.has(number)).map(name),
    leaks: [...stuck].map(([number, said]) => ({
      kind: 'loop',
      what: `${name(number)} over an image of a run that is gone (${said})`,
      mend: [`losetup --detach ${name(number)}`],
    })),
  };
}

/** Those whose run, their first owner, is gone. */
function deadLedgers(): { path: string; ledger: LedgerContent }[] {
  return ledgerPaths().flatMap((path) => {
    const ledger = readLedger(path);
    const [run] = ledger?.owners ?? [];
    return ledger === undefined || (run !== undefined && isAlive(run)) ? [] : [{ path, ledger }];
  });
}

async function endProcesses({ owners, entries }: LedgerContent): Promise<void> {
  for (const { pid, startTime } of owners.filter(isAlive))
    await giveBack({ kind: 'process', pid, startTime });
  for (const entry of entries.filter(({ kind }) => kind === 'process' || kind === 'cgroup'))
    await giveBack(entry);
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
  if (leaks.length === 0) rmSync(path, { force: true });
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
