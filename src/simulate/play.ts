import type { DriverCall } from '../kubelet/types.ts';
import type { KubeletObserver } from '../kubelet/volume-manager/kubelet-node.ts';
import type { Observation } from './observe.ts';
import type { Scenario, Step } from './scenario.ts';
import { SimulatedNode } from './simulated-node.ts';
import { runStep, type StepOutcome } from './steps.ts';

/** What one step came to. */
export interface StepResult extends StepOutcome, Observation {
  op: Step['op'];
  /** What the driver was called with; calls of a file that could not be executed are not among them. */
  calls: string[][];
  /** Milliseconds of virtual time since the step's first call. */
  atMs: number[];
}

/** What goes on while a scenario is played. */
export interface PlayObserver extends KubeletObserver {
  stepBegins(step: Step, at: number): void;
  call(call: DriverCall, at: number): void;
  stepEnds(step: Step, result: StepResult, at: number): void;
}

export interface PlayOptions {
  scenario: Scenario;
  release: string;
  /** The kubelet's root directory: empty, and private to this run. */
  root: string;
  /** The plugin directory, likewise; drivers that are to be played against are in it already. */
  pluginDirectory: string;
  /** Drivers that the manifests name, whose executables the steps touch. */
  drivers: readonly string[];
  loop?: string;
  observer: PlayObserver;
}

/** Plays a scenario on this machine. The caller sees to it that mounts made here are nobody else's. */
export async function play(options: PlayOptions): Promise<void> {
  const { scenario, observer } = options;
  let calls: { argv: readonly string[]; at: number }[] = [];
  const node = new SimulatedNode({
    ...options,
    onCall: (call, at) => {
      if (call.exit.spawnError === undefined) calls.push({ argv: call.argv, at });
      observer.call(call, at);
    },
  });
  await node.start();
  for (const step of scenario.steps) {
    calls = [...calls];
    observer.stepBegins(step, node.clock.now);
    const outcome = await runStep(node, step);
    const first = calls[0]?.at ?? 0;
    const result: StepResult = {
      op: step.op,
      calls: calls.map(({ argv }) => argv.map((argument) => node.shown(argument))),
      atMs: calls.map(({ at }) => Math.round(at - first)),
      ...outcome,
      ...node.observe(),
    };
    observer.stepEnds(step, result, node.clock.now);
    calls = [];
  }
}
