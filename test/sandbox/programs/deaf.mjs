/** Never ends, whatever it is asked. */
import { insideCell } from '../../../dist/src/sandbox/inside-cell.js';

insideCell();
for (;;);
