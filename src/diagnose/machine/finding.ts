import type { Aspects } from '../rule.ts';

/** Something noticed on this machine: what rules of the ground `machine` look at. */
export type Finding = Aspects & {
  /** Its kind, such as `interpreter-missing`. */
  fact: string;
  /** Where it was noticed. */
  path: string;
};
