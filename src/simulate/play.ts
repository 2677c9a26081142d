import type { DriverCall } from '../kubelet/types.ts';
import { KubeletCrash } from '../kubelet/volume-manager/driver-caller.ts';
import type { OperationFailure } from '../kubelet/volume-manager/pending-operations.ts';
import type { Changes, ListName } from './list-changes.ts';
import type { Observation } from './observe.ts';
import { placeOf, type Touched } from './places.ts';
import type { Scenario, Step } from './scenario.ts';
import { SimulatedNode } from './simulated-node.ts';
import { runStep, type StepOutcome } from './steps.ts';
import { troubleOf } from './trouble.ts';

/** What one step came to. */
export interface StepResult extends StepOutcome, Observation {
  op: Step['op'];
  /** What the driver was called with; calls of a file that could not be executed are not among them. */
  calls: string[][];
  /** Milliseconds of virtual time since the step's first call. */
  atMs: number[];
}

/** The same as it is played: lists by what has changed since the step before, since there can be thousands of directories. */
export interface PlayedStep extends Omit<StepResult, ListName> {
  lists: Record<ListName, Changes>;
}

/** Told what goes on while a scenario is played; `at` is virtual time in milliseconds. */
export interface PlayObserver {
  stepBegins?(step: Step, at: number): void;
  call?(call: DriverCall, at: number): void;
  operationFailed?(failure: OperationFailure, at: number): void;
  /** What the kubelet logs as an error, such as a driver that cannot be loaded. */
  error?(text: string, at: number): void;
  /** The kubelet's process would have ended here; nothing more is played. */
  crash?(crash: KubeletCrash, at: number): void;
  /** @param result with the reason when the step counts as failed */
  stepEnds?(step: Step, result: PlayedStep & { trouble?: string }, at: number): void;
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
  let calls: TimedCall[] = [];
  const node = new SimulatedNode({
    ...options,
    observer: {
      error: (text) => observer.error?.(text, node.clock.now),
      operationFailed: (failure) => observer.operationFailed?.(failure, node.clock.now),
    },
    onCall: (call, at) => {
      if (call.exit.spawnError === undefined) calls.push({ argv: call.argv, at });
      observer.call?.(call, at);
    },
  });
  const isLast = (step: Step): boolean => step === scenario.steps.at(-1);
  try {
    await node.start();
    for (const step of scenario.steps) {
      observer.stepBegins?.(step, node.clock.now);
      const outcome = await runStep(node, step);
      const trouble = troubleOf(node, step, outcome);
      const result = {
        op: step.op,
        ...timed(node, calls),
        ...outcome,
        lists: node.observe(isLast(step) ? 'all' : touchedBy(node, step, calls, options.root)),
      };
      observer.stepEnds?.(step, trouble === undefined ? result : { ...result, trouble }, node.clock.now);
      calls = [];
    }
  } catch (error) {
    if (!(error instanceof KubeletCrash)) throw error;
    observer.crash?.(error, node.clock.now);
  }
}

interface TimedCall {
  argv: readonly string[];
  at: number;
}

/** Places of the pod that a step names and of the arguments of calls; all, where the kubelet restarted and at the end. */
function touchedBy(node: SimulatedNode, step: Step, calls: readonly TimedCall[], root: string): Touched {
  if (step.op === 'restart' || step.op === 'restartKeep') return 'all';
  const named = 'pod' in step ? node.api.podNamed(step.pod) : undefined;
  const paths = [
    ...(named === undefined ? [] : [`${root}/pods/${named.uid}`]),
    ...calls.flatMap(({ argv }) => argv),
  ];
  return new Set(paths.flatMap((path) => placeOf(root, path) ?? []));
}

function timed(node: SimulatedNode, calls: readonly TimedCall[]): Pick<StepResult, 'calls' | 'atMs'> {
  const first = calls[0]?.at ?? 0;
  return {
    calls: calls.map(({ argv }) => argv.map((argument) => node.shown(argument))),
    atMs: calls.map(({ at }) => Math.round(at - first)),
  };
}
