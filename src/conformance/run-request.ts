import type { KnownFailing } from './config/known-failing.ts';
import type { Settings } from './config/settings.ts';
import type { DriverInput } from './driver/driver-input.ts';
import type { MachineFacts } from './facts.ts';
import type { Registered } from './registry.ts';

/** A run, decided in every respect. */
export interface RunRequest {
  driver: DriverInput;
  settings: Settings;
  knownFailing: KnownFailing;
  machine: MachineFacts;
  /** All that were read: a leak is told under one of them though it was not selected. */
  catalogue: readonly Registered[];
  selected: readonly Registered[];
  /** The flags that selected, as they were given. */
  selection: readonly string[];
  tool: { version: string; suite: string };
}
