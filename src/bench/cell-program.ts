import { cellRoom } from '../conformance/inside/cell-room.ts';
import { BodyEnded } from '../conformance/inside/ending.ts';
import type { CellInput } from '../conformance/messages.ts';
import { HarnessError } from '../errors.ts';
import { insideCell } from '../sandbox/inside-cell.ts';
import { measure } from './measure.ts';
import type { BenchInput, BenchMessage } from './types.ts';

/** What runs in the cell of `flexcert bench`. */
const cell = insideCell<BenchInput & CellInput>();
const send = (message: BenchMessage): void => cell.send(message);

try {
  const room = cellRoom(cell, () => {});
  send({
    kind: 'done',
    report: await measure(cell.input, room, (progress) => send({ kind: 'progress', progress })),
  });
} catch (error) {
  if (!(error instanceof HarnessError || error instanceof BodyEnded)) throw error;
  send({ kind: 'trouble', message: error.message });
}
// In a cell of its own, all goes with it.
if (cell.isolation === 'none') await cell.ledger.giveBackAll();
process.exit();
