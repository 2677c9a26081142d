import type { Step } from './scenario.ts';
import type { SimulatedNode } from './simulated-node.ts';
import type { StepOutcome } from './steps.ts';

/**
 * Why a step counts as failed: its own error, or, when a pod has gone, what of its volumes is still there.
 * @returns undefined when it went well
 */
export function troubleOf(node: SimulatedNode, step: Step, outcome: StepOutcome): string | undefined {
  if (outcome.error !== undefined) return outcome.error;
  if (step.op !== 'deletePod') return undefined;
  const { desired, actual } = node.kubelet.node;
  const left = node.kubelet.unsettled.flatMap((name) => {
    const volume = actual.get(name);
    if (volume === undefined) return [];
    const unwanted = Array.from(volume.pods.keys()).some((podUid) => !desired.wants(name, podUid));
    if (unwanted) return [`volume "${volume.spec.name}" is still mounted for a pod that has gone`];
    if (desired.get(name) !== undefined) return [];
    const what = volume.deviceMount === 'no' ? 'is still attached' : 'still has its device mounted';
    return [`volume "${volume.spec.name}" ${what}, though no pod is left`];
  });
  return left.length === 0 ? undefined : left.join('; ');
}
