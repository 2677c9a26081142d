import { insideCell } from '../../sandbox/inside-cell.ts';
import { readSuite } from '../catalogue.ts';
import type { CellInput, CellMessage } from '../messages.ts';
import { registeredById } from '../registry.ts';
import { cellRoom } from './cell-room.ts';
import { probe } from './probe.ts';
import { runBody } from './run-body.ts';

/** What runs in a cell: the probe of a driver, or the body of one requirement. */
const cell = insideCell<CellInput>();
const { input } = cell;
const send = (message: CellMessage) => cell.send(message);
const room = cellRoom(cell, send);

if (input.task.kind === 'probe') {
  await probe(input, room, (facts) => send({ kind: 'probed', facts }));
} else {
  const { id, module } = input.task;
  await readSuite(module);
  const requirement = registeredById(id);
  if (requirement === undefined) throw new Error(`${module} does not define ${id} when it is read again`);
  send({ kind: 'ended', ...(await runBody(requirement, input, room)) });
}
// In a cell of its own, all goes with it.
if (cell.isolation === 'none') await cell.ledger.giveBackAll();
// A driver may have left something that would keep this process waiting.
process.exit();
