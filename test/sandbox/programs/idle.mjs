/** Waits for what never comes, and hears what is said to it. */
import { insideCell } from '../../../dist/src/sandbox/inside-cell.js';

insideCell();
setInterval(() => {}, 1 << 30);
