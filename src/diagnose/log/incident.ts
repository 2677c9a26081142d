import type { AnswerToExplain } from '../answer/answer.ts';
import type { VolumeInLog } from './event.ts';

/** What the kubelet does with a volume before any call about it is made. */
export const ADDING = 'adding to the pod';

/** The pod was not ready in time: what holds its volume up stands in other messages. */
export const WAITING = 'waiting for volumes';

/** One trouble that a log tells, however many lines and repeats it takes. */
export interface Incident {
  /** `vendor/driver`, when the log names it. */
  driver?: string;
  /** Directory in the plugin directory whose probe failed. */
  directory?: string;
  /** What the kubelet was doing: `MountVolume.SetUp`; absent where only the call is told. */
  operation?: string;
  command?: string;
  volume: VolumeInLog;
  /** The kubelet's error text, as told by the last line that has it. */
  error: string;
  /** The call to the driver, as far as the lines tell it. */
  call?: AnswerToExplain & {
    /** The log holds the output itself, not only the conclusion. */
    outputKnown: boolean;
    status?: string;
    reason?: string;
  };
  /** Line numbers of its messages. */
  lines: number[];
  /** How often it came, repeats of an event counted. */
  count: number;
  first: Moment;
  last: Moment;
  /** Milliseconds of backoff, in order. */
  backoffs: number[];
  /** The messages, for rules that look at the text itself. */
  messages: string[];
  program?: string;
  /** Texts in lower case: the release is 1.22 or later. */
  lowerCase?: boolean;
}

export interface Moment {
  line: number;
  at?: number;
  clock?: string;
  age?: string;
}
