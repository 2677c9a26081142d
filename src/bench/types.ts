import type { CellInput } from '../conformance/messages.ts';

/** How long something took, many times over. Milliseconds. */
export interface Distribution {
  count: number;
  min: number;
  mean: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
  histogram: Bucket[];
}

/** Times from `fromMs` up to and without `toMs`. */
export interface Bucket {
  fromMs: number;
  toMs: number;
  count: number;
}

export interface CommandTimes extends Distribution {
  /** Median, over that of the bare spawn in turn with it. */
  ratio: number;
  /** Mean processor time of the driver's processes for one call, user and system. Milliseconds. */
  cpuMs: number;
}

export interface Rate {
  /** Volumes that live at the same time. */
  atOnce: number;
  lifecycles: number;
  perSecond: number;
}

/** How long the next volume takes to come, while those before it stay. */
export interface GrowthStep {
  /** The first and the last volume of the step, counted from 1. */
  from: number;
  to: number;
  /** Median time from attach, or mount, until the pod has it. Milliseconds. */
  p50: number;
}

export interface Growth {
  volumes: number;
  steps: GrowthStep[];
  /** Median of the last step over that of the first. */
  ratio: number;
}

export interface Memory {
  /** Largest resident memory of a single process seen, and of all of one call together. KiB. */
  process: number;
  together: number;
  /** Whose call it was. */
  command: string;
}

/** All that was measured of a driver. */
export interface BenchReport {
  driver: string;
  kubelet: string;
  startedAt: string;
  environment: { kernel: string; node: string; processors: number };
  commands: Record<string, CommandTimes>;
  /** A bare spawn of the same executable from the same process, in turn with the measured calls. */
  baseline: Distribution;
  rates?: Rate[];
  growth?: Growth;
  memory?: Memory;
  /** Limits that were reached, and what was left out. */
  notes: string[];
  /** What ended the measurement before its time, for the driver's sake. */
  failure?: string;
}

/** What is to be measured. */
export interface BenchPlan {
  /** Lifecycles for the latencies. */
  iterations: number;
  /** Only these, when there are any. */
  commands: string[];
  /** How many lifecycles at once, one measurement each. */
  atOnce: number[];
  /** How many volumes are brought one after the other and kept; 0 for none. */
  volumes: number;
  memory: boolean;
  /** Of each part. Milliseconds. */
  limitMs: number;
}

/** JSON through and through. */
export interface BenchInput extends Pick<CellInput, 'source' | 'name' | 'release' | 'settings'> {
  plan: BenchPlan;
}

export interface Progress {
  part: string;
  done: number;
  total: number;
  /** Estimated from what was done so far. */
  leftMs: number;
}

export type BenchMessage =
  | { kind: 'progress'; progress: Progress }
  | { kind: 'done'; report: BenchReport }
  | { kind: 'trouble'; message: string };
