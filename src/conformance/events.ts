import type { Result } from '../record/schema.ts';

/** What a run tells while it goes. */
export type RunEvent =
  | { type: 'probing'; driver: string }
  /** `total` counts what will really run, on all releases together; `left` is what will not, with the reason. */
  | { type: 'started'; total: number; workers: number; left: Result[] }
  | { type: 'begun'; id: string; release: string }
  | { type: 'ended'; result: Result; done: number; total: number }
  /** The run stops early; why. */
  | { type: 'stopping'; reason: string };
