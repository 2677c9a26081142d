import { createHash } from 'node:crypto';

/**
 * Names and uids that no other requirement of the run uses, and that are the same in every run: two records
 * of the same driver can be compared line by line.
 */
export interface Names {
  /** `vol-1`, `vol-2` ... for each beginning; `vol-3f2a-1` on a node that requirements share. */
  numbered(beginning: string): string;
  /** In the form of a Kubernetes uid. */
  uid(): string;
}

/**
 * @param seed the requirement's id
 * @param sharesNode with what other requirements left: a driver that remembers `vol-1` must not be asked for another one
 */
export function namesFor(seed: string, sharesNode = false): Names {
  const mark = sharesNode ? `${sha256(seed).slice(0, 4)}-` : '';
  const counts = new Map<string, number>();
  const next = (kind: string) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count;
  };
  return {
    numbered: (beginning) => `${beginning}-${mark}${next(beginning)}`,
    uid: () => {
      const hex = sha256(`${seed}\0${next('uid')}`);
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

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
