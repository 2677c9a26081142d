import type { LogLine } from './line.ts';

/** A volume as a log names it. Every part may be missing. */
export interface VolumeInLog {
  /** `<driver>/<spec name>`, with the pod's uid in it where the driver has attach: false. */
  uniqueName?: string;
  /** The volume's own name: the PV's, or the pod's volume name. */
  name?: string;
  pod?: string;
  podUid?: string;
}

/** What a message says, where it speaks of FlexVolume. */
export type LogEvent = { line: LogLine } & (
  | { kind: 'answer'; command: string; output: Buffer; error: string }
  | { kind: 'refused'; command: string; status: string; reason: string; error: string }
  | {
      kind: 'call';
      executable: string;
      args: string[];
      /** Go's words: `exit status 1`, `fork/exec /path: no such file or directory`. */
      exitText: string;
      output: Buffer;
    }
  | { kind: 'contradiction'; executable: string; exitText: string }
  | {
      kind: 'failure';
      /** `MountVolume.SetUp`. */
      operation: string;
      volume: VolumeInLog;
      error: string;
      /** Milliseconds until the next try is allowed. */
      backoffMs?: number;
    }
  | { kind: 'step'; operation: string; state: 'started' | 'succeeded'; volume: VolumeInLog; device?: string }
  | { kind: 'probe'; directories: { name: string; error: string }[] }
  | { kind: 'unmatched'; volume: VolumeInLog; error: string }
  | { kind: 'default'; driver: string; command: string; volume: VolumeInLog }
  | { kind: 'other' }
);

/** The event of one kind. */
export type EventOf<Kind extends LogEvent['kind']> = Extract<LogEvent, { kind: Kind }>;
