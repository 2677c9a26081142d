import { type Ledger, openLedger } from './ledger.ts';
import { removeEmptyState } from './state-directory.ts';
import type { Leak } from './types.ts';

let own: Ledger | undefined;
let closesAtExit = false;

/** The ledger of this process, opened when it is first needed and closed when the process ends. */
export function runLedger(): Ledger {
  if (own === undefined) {
    own = openLedger();
    if (!closesAtExit) process.once('exit', closeRunLedger);
    closesAtExit = true;
  }
  return own;
}

/** Gives back all that is written in it, and closes it. @returns what does not go */
export async function giveBackRunLedger(): Promise<Leak[]> {
  const leaks = (await own?.giveBackAll()) ?? [];
  closeRunLedger();
  return leaks;
}

/** Closes it early, once all is given back; what is made later opens another. */
export function closeRunLedger(): void {
  own?.close();
  own = undefined;
  removeEmptyState();
}
