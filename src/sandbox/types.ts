/**
 * A cell is where driver code runs: a process of ours in private mount and PID namespaces, over a
 * copy-on-write view of the host's files. When it ends, everything in it ends, and what it wrote is gone.
 */

/** How far a cell is apart from the host. */
export const ISOLATIONS = ['full', 'none'] as const;
export type Isolation = (typeof ISOLATIONS)[number];

/** What was made outside a cell or needs giving back; written to the ledger before the act. */
export type LedgerEntry =
  | { kind: 'directory'; path: string }
  | { kind: 'file'; path: string }
  | { kind: 'mount'; path: string }
  | { kind: 'loop'; device: string; image: string }
  | { kind: 'lease'; path: string }
  | { kind: 'process'; pid: number; startTime: string }
  | { kind: 'cgroup'; path: string };
