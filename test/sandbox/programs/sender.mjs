/** Sends strings of the sizes it is given, and one that it was given. */
import { insideCell } from '../../../dist/src/sandbox/inside-cell.js';

const cell = insideCell();
for (const size of cell.input.sizes) cell.send('y'.repeat(size));
cell.send(cell.input.big);
