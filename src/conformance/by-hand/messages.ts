import type { RecordedCall } from '../../record/schema.ts';
import type { CellInput } from '../messages.ts';
import type { Trace } from './trace/trace.ts';

/** One call by hand, as it is told to the cell. JSON through and through. */
export interface ByHandInput {
  source: CellInput['source'];
  /** `vendor/driver`. */
  name: string;
  release: string;
  settings: CellInput['settings'];
  /** The command, not always one of the protocol's. */
  command: string;
  /** Arguments as they stand; absent: as a kubelet would give them. */
  args?: string[];
  /** Makes the calls first that a kubelet makes before this one. */
  prepare: boolean;
  trace: boolean;
  /** DEV, in place of what attach or waitforattach named. */
  device?: string;
  node: string;
  fsGroup?: number;
}

/** A mount that came or went. */
export interface SeenMount {
  path: string;
  fsType: string;
  source: string;
  readOnly: boolean;
}

/** The directory that the call was about, as it was found afterwards. */
export interface Target {
  path: string;
  exists: boolean;
  /** To a kubelet of the release. */
  looksMounted: boolean;
}

/** What one call by hand came to. */
export interface ByHand {
  /** Where the driver was installed. */
  executable: string;
  /** Calls that led there, when they were asked for. */
  before: RecordedCall[];
  /** The kubelet's error on the way there: then the call itself was not made. */
  stuck?: string;
  call?: RecordedCall;
  mounted: SeenMount[];
  unmounted: SeenMount[];
  target?: Target;
  trace?: Trace;
  /** Sentences that a person should know. */
  notes: string[];
}

/** What the cell sends. */
export type ByHandMessage =
  | { kind: 'done'; result: ByHand }
  | { kind: 'trouble'; message: string; usage: boolean };
