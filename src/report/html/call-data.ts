/**
 * What the page holds of a call: texts ready to show, so that the script in the page has nothing to derive.
 * Keys are short since there may be a hundred thousand of them. Shared with client/, hence nothing of Node here.
 */
export interface CallData {
  /** The command. */
  c: string;
  /** Its arguments, made visible. */
  a: string[];
  /** The answer, made visible; what was escaped stands between MARK_START and MARK_END. */
  o: string;
  /** How the process ended. */
  e: string;
  /** What the kubelet concludes. */
  k: string;
  /** The outcome: success, not supported, failure. */
  r: 's' | 'n' | 'f';
  /** Volume: the lane. Absent: the node's own. */
  v?: string;
  /** On the kubelet's clock, in milliseconds since the first call of the requirement. */
  t: number;
  /** Milliseconds until the process was gone, and until end of file. */
  x: number;
  d: number;
  /** Milliseconds that the kubelet waited before, when it did. */
  w?: number;
  /** Which try of a call that failed before, from 2. */
  n?: number;
}

/** Several results' calls, in the order in which the page refers to them. */
export type CallBlock = CallData[][];

/** Private-use characters around an escape; the same characters in a driver's own text are escaped themselves. */
export const MARK_START = '\ue000';
export const MARK_END = '\ue001';
