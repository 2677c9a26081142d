import { createHash } from 'node:crypto';

/**
 * Names and uids that no other requirement of the run uses, and that are the same in every run: two records
 * of the same driver can be compared line by line.
 */
export interface Names {
  /** `vol-1`, `vol-2` ... for each beginning. */
  numbered(beginning: string): string;
  /** In the form of a Kubernetes uid. */
  uid(): string;
}

/** @param seed the requirement's id */
export function namesFor(seed: string): Names {
  const counts = new Map<string, number>();
  const next = (kind: string) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count;
  };
  return {
    numbered: (beginning) => `${beginning}-${next(beginning)}`,
    uid: () => {
      const hex = createHash('sha256')
        .update(`${seed}\0${next('uid')}`)
        .digest('hex');
      const parts = [
        [0, 8],
        [8, 12],
        [13, 16],
        [17, 20],
        [20, 32],
      ].map(([from, to]) => hex.slice(from, to));
      return `${parts[0]}-${parts[1]}-4${parts[2]}-a${parts[3]}-${parts[4]}`;
    },
  };
}
