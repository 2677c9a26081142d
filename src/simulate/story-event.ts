import type { Exit } from '../kubelet/types.ts';
import type { ListName } from './list-changes.ts';
import type { StepResult } from './play.ts';
import type { Step } from './scenario.ts';

/** A driver call, as much of it as the story tells. */
export interface ToldCall {
  argv: readonly string[];
  /** Base64. */
  output: string;
  outputBytes: number;
  exit: Exit;
  durationMs: number;
  outcome: 'success' | 'not-supported' | 'failure';
  error?: string;
  /** What the answer said, where the kubelet uses it. */
  device?: string;
  attached?: boolean;
  capabilities?: Readonly<Record<string, boolean>>;
  /** Whether something is mounted at its first argument afterwards: for mount and mountdevice. */
  isMountedThere?: boolean;
}

/** Lists of a step told as changes to those of the step before: there can be thousands of directories. */
export type ListChanges = Record<ListName, { added: string[]; removed: string[] }>;

/** What the cell tells while a scenario is played. `at` is virtual time in milliseconds. */
export type StoryEvent =
  | { kind: 'step'; at: number; step: Step }
  | { kind: 'call'; at: number; call: ToldCall }
  | {
      kind: 'failed';
      at: number;
      volume: string;
      operation: string;
      error: string;
      waitMs: number;
      until: number;
    }
  | { kind: 'log'; at: number; text: string }
  | {
      kind: 'step-end';
      at: number;
      result: Omit<StepResult, ListName>;
      lists: ListChanges;
      /** Why the step counts as failed. */
      trouble?: string;
    }
  | { kind: 'crash'; at: number; text: string };
