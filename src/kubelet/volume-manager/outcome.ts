import type { Started } from './pending-operations.ts';

/** What a look at one volume came to; `busy` has to be looked at again at the next tick. */
export type Outcome = Started | 'busy';
