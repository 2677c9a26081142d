import { type Ledger, openLedger } from './ledger.ts';
import { removeEmptyState } from './state-directory.ts';

let own: Ledger | undefined;

/** The ledger of this process, opened when it is first needed and closed when the process ends. */
export function runLedger(): Ledger {
  if (own === undefined) {
    own = openLedger();
    process.once('exit', closeRunLedger);
  }
  return own;
}

/** Closes it early, once all is given back; what is made later opens another. */
export function closeRunLedger(): void {
  own?.close();
  own = undefined;
  removeEmptyState();
}
