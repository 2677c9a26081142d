import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { giveBack } from './give-back.ts';
import { LedgerFile } from './ledger-file.ts';
import { ownIdentity, type ProcessIdentity } from './process-identity.ts';
import { inStatePart } from './state-directory.ts';
import type { Leak, LedgerEntry } from './types.ts';

/** One thing written down. */
export interface Claim {
  entry: LedgerEntry;
  /** Gives it back now. @returns what did not go, undefined when it is gone */
  giveBack(): Promise<Leak | undefined>;
  /** It is known to be gone, or was never made. */
  settle(): void;
}

/**
 * What was made and has to be given back. Each thing is written to disk before it is made, so that whoever
 * comes after a harness that was killed finds it: `flexcert clean`, or the next run.
 */
export class Ledger {
  readonly #claims = new Map<number, Claim>();
  readonly #file: LedgerFile | undefined;
  #count = 0;

  /** @param file absent where all that is made goes with the cell anyway */
  constructor(file?: LedgerFile) {
    this.#file = file;
  }

  /**
   * Writes down what is about to be made.
   * @throws HarnessError when it cannot be written: then it must not be made
   */
  add(entry: LedgerEntry): Claim {
    const number = this.#count++;
    this.#file?.made(number, entry);
    const settle = (): void => {
      if (this.#claims.delete(number)) this.#file?.gone(number);
    };
    const claim: Claim = {
      entry,
      settle,
      giveBack: async () => {
        if (!this.#claims.has(number)) return undefined;
        const leak = await giveBack(entry);
        // What stays, stays written down: `flexcert clean` tries again once we are gone.
        if (leak === undefined) settle();
        return leak;
      },
    };
    this.#claims.set(number, claim);
    return claim;
  }

  /** Gives everything back, the last made first. @returns what did not go */
  async giveBackAll(): Promise<Leak[]> {
    const leaks: Leak[] = [];
    for (const claim of [...this.#claims.values()].reverse()) {
      const leak = await claim.giveBack();
      if (leak !== undefined) leaks.push(leak);
    }
    return leaks;
  }

  /** Whether there is nothing to give back. */
  get isEmpty(): boolean {
    return this.#claims.size === 0;
  }

  /** Ends the use of the ledger: its file goes when nothing is left in it. */
  close(): void {
    if (this.isEmpty) this.#file?.remove();
    else this.#file?.close();
  }
}

/** Opens a new ledger in the state directory. @param owners it is dead once the first of them is; this process by default */
export function openLedger(owners: readonly ProcessIdentity[] = [ownIdentity()]): Ledger {
  const name = ledgerName();
  return new Ledger(inStatePart('ledgers', (directory) => new LedgerFile(join(directory, name), owners)));
}

/** A name that no other ledger has. */
export function ledgerName(): string {
  return `${process.pid}-${randomBytes(4).toString('hex')}.jsonl`;
}
