import { insideCell } from '../../../dist/src/sandbox/inside-cell.js';

insideCell();
throw new Error('this program throws');
