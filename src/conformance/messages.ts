import type { Leak, RecordedCall } from '../record/schema.ts';
import type { Settings } from './config/settings.ts';
import type { DriverFacts } from './facts.ts';

/** What a cell is told to do: one requirement, or to find out what the driver is. JSON through and through. */
export interface CellInput {
  task: { kind: 'probe' } | { kind: 'requirement'; id: string; module: string };
  /** The driver as it lies on the host. */
  source: { path: string; kind: 'executable' | 'directory' };
  /** `vendor/driver`. */
  name: string;
  /** Absent for a probe. */
  facts?: DriverFacts;
  release: string;
  /** Send the files of a requirement that does not pass. */
  keep: boolean;
  settings: Pick<Settings, 'volumes' | 'fixtures' | 'env' | 'timeouts' | 'limits' | 'stateDirs'>;
}

/** What a cell sends back while it goes, so that nothing is lost when it dies. Calls are numbered as they begin. */
export type CellMessage =
  | { kind: 'calling'; number: number; argv: string[] }
  | { kind: 'called'; number: number; call: RecordedCall }
  | { kind: 'note'; text: string }
  | { kind: 'leak'; leak: Omit<Leak, 'requirement'> }
  /** A piece of a tar archive, in base64: the files of a requirement that did not pass. */
  | { kind: 'kept'; piece: string }
  | { kind: 'probed'; facts: DriverFacts }
  | { kind: 'ended'; status: BodyStatus; message?: string };

export type BodyStatus = 'passed' | 'failed' | 'skipped' | 'not-applicable' | 'error';

/** How a cell ended, whatever it said before. */
export interface CellEnd {
  /** `done`: its program ended by itself. `killed`: something in the cell ended it, or there were too many processes. */
  how: 'done' | 'died' | 'killed' | 'limit' | 'aborted';
  /** For people: `exit code 1`, `signal SIGKILL`, with what the program wrote on stderr. */
  detail: string;
  /** Limits of the cell that were reached, one sentence each. */
  limits: readonly string[];
  /** At the limit it waited for a filesystem that does not answer. */
  stuck?: boolean;
}
