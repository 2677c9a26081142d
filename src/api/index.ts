/**
 * flexcert from code: `import { run, simulate, explain, verify } from 'flexcert'`. The command line calls the
 * same functions. docs/api.md is made from the docstrings of this room.
 */

export type { Check } from '../certificate/check.ts';
export type { Verification } from '../certificate/verify.ts';
export type { RunEvent } from '../conformance/events.ts';
export type { Cause } from '../diagnose/match-rules.ts';
export { HarnessError, UsageError } from '../errors.ts';
export type {
  FlexcertRecord,
  Leak,
  Level,
  RecordedCall,
  Result,
  Status,
  Summary,
  Verdict,
} from '../record/schema.ts';
export type { ReporterName } from '../report/index.ts';
export type { StepResult } from '../simulate/play.ts';
export type { StoryEvent } from '../simulate/story-event.ts';
export {
  type ExplainCallOptions,
  type ExplainedAnswer,
  type ExplainedLog,
  type ExplainOptions,
  type Explanation,
  explain,
  explainCall,
} from './explain.ts';
export { type ListedRequirement, list } from './list.ts';
export type { SimulationOptions } from './prepare-simulation.ts';
export { report } from './report.ts';
export { run } from './run.ts';
export type { Duration, RunOptions, VolumeOptions } from './run-options.ts';
export type { Running } from './running.ts';
export { type SimulateOptions, type Simulation, simulate } from './simulate.ts';
export { type VerifyOptions, verify } from './verify.ts';
