import type { StepResult } from '../simulate/play.ts';
import { simulate as play } from '../simulate/simulate.ts';
import { isTrouble, StepReader } from '../simulate/step-reader.ts';
import type { StoryEvent } from '../simulate/story-event.ts';
import { prepareSimulation, type SimulationOptions } from './prepare-simulation.ts';
import { type Running, running } from './running.ts';

export interface SimulateOptions extends SimulationOptions {
  /** Ends it early; the answer has the steps until then. */
  signal?: AbortSignal;
}

/** What came of a simulation. */
export interface Simulation {
  /** Release of the kubelet that was played. */
  release: string;
  /** Each step, as `flexcert simulate --json` prints it. */
  steps: StepResult[];
  /** Whether a step failed, or a real kubelet would have crashed. */
  failed: boolean;
}

/**
 * Plays manifests and steps against a driver on a virtual clock, as `flexcert simulate` does. Its events tell
 * every call and what the kubelet concludes.
 *
 * @throws UsageError for files that cannot be read, and a driver that the manifests do not name
 * @throws HarnessError when this machine fails us
 */
export function simulate({ signal, ...options }: SimulateOptions): Running<StoryEvent, Simulation> {
  return running(async (emit) => {
    const prepared = await prepareSimulation(options);
    const reader = new StepReader();
    const simulation: Simulation = { release: prepared.release, steps: [], failed: false };
    await play({
      ...prepared,
      signal: signal ?? new AbortController().signal,
      onEvent: (event) => {
        if (event.kind === 'step-end') simulation.steps.push(reader.read(event));
        simulation.failed ||= isTrouble(event);
        emit(event);
      },
    });
    return simulation;
  });
}
