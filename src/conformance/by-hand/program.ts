import { HarnessError, UsageError } from '../../errors.ts';
import { insideCell } from '../../sandbox/inside-cell.ts';
import { cellRoom } from '../inside/cell-room.ts';
import { BodyEnded } from '../inside/ending.ts';
import type { CellInput } from '../messages.ts';
import { makeCall } from './make-call.ts';
import type { ByHandInput, ByHandMessage } from './messages.ts';

/** What runs in the cell of `flexcert call`. */
const cell = insideCell<ByHandInput & CellInput>();
const send = (message: ByHandMessage): void => cell.send(message);

try {
  send({
    kind: 'done',
    result: await makeCall(
      cell.input,
      cellRoom(cell, () => {}),
    ),
  });
} catch (error) {
  const isKnown = error instanceof HarnessError || error instanceof BodyEnded || error instanceof UsageError;
  if (!isKnown) throw error;
  send({ kind: 'trouble', message: error.message, usage: error instanceof UsageError });
}
// In a cell of its own, all goes with it.
if (cell.isolation === 'none') await cell.ledger.giveBackAll();
process.exit();
