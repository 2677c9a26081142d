import { UsageError } from '../errors.ts';
import { KubeletError } from '../kubelet/kubelet-error.ts';
import type { Pod } from '../kubelet/managed-volume.ts';
import { driverName } from '../kubelet/paths.ts';
import { isAttached } from '../kubelet/plugin-attach.ts';
import { expandFilesystem, expandVolume, type Sizes } from '../kubelet/plugin-expand.ts';
import { firstVolume } from './first-volume.ts';
import { formatQuantity, parseQuantity } from './quantity.ts';
import type { Step } from './scenario.ts';
import type { SimulatedNode } from './simulated-node.ts';

/** What a step itself answers. */
export interface StepOutcome {
  error?: string;
  size?: string;
  done?: boolean;
  /** null: not verified. */
  attached?: boolean | null;
}

type Run<Op extends Step['op']> = (
  node: SimulatedNode,
  step: Extract<Step, { op: Op }>,
) => Promise<StepOutcome> | StepOutcome;

const STEPS: { [Op in Step['op']]: Run<Op> } = {
  async addPod(node, { pod: name }) {
    const pod = podNamed(node, name);
    node.kubelet.addPod(pod);
    const error = await until(node, node.kubelet.waitForVolumes(pod));
    return error === undefined ? {} : { error };
  },
  addPodNoWait(node, { pod }) {
    node.kubelet.addPod(podNamed(node, pod));
    return {};
  },
  deletePod(node, { pod }) {
    node.kubelet.removePod(podNamed(node, pod).uid);
    return {};
  },
  wait: () => ({}),
  restart(node) {
    node.restart([]);
    return {};
  },
  restartKeep(node) {
    node.restart(node.kubelet.pods);
    return {};
  },
  verifyAttached: (node) =>
    onFirstVolume(node, { attached: null }, async (plugin, volume) => {
      try {
        return { attached: (await isAttached(plugin, volume)) ?? null };
      } catch (error) {
        if (node.profile.takesFailedIsAttachedForAttached && error instanceof KubeletError) {
          return { attached: true };
        }
        throw error;
      }
    }),
  expand: (node, { arg }) =>
    onFirstVolume(node, {}, async (plugin, volume) => {
      return { size: formatQuantity(await expandVolume(plugin, volume, sizes(arg))) };
    }),
  nodeExpand: (node, { arg }) =>
    onFirstVolume(node, {}, async (plugin, volume) => {
      const at = { device: node.real(arg.devicePath), path: node.real(arg.deviceMountPath) };
      await expandFilesystem(plugin, volume, { ...at, ...sizes(arg) });
      return { done: true };
    }),
  removeDriver: (node) => touching(node, () => node.drivers.remove(), true),
  restoreDriver: (node) => touching(node, () => node.drivers.restore()),
  unlinkDriver: (node) => touching(node, () => node.drivers.unlink()),
  touchDriver: (node) => touching(node, () => node.drivers.touch()),
  fixBroken: (node) => touching(node, () => node.drivers.installCopy(driverName(node.brokenNeighbour ?? ''))),
};

/** Runs one step, and lets the kubelet go on for as long as the step says. */
export async function runStep(node: SimulatedNode, step: Step): Promise<StepOutcome> {
  const began = node.clock.now;
  const outcome = await (STEPS[step.op] as Run<Step['op']>)(node, step as never);
  await node.clock.runTo('ms' in step ? began + step.ms : node.clock.now);
  return outcome;
}

function touching(node: SimulatedNode, act: () => void, renamedAway = false): StepOutcome {
  act();
  node.driversChanged(renamedAway);
  return {};
}

function podNamed(node: SimulatedNode, name: string): Pod {
  const pod = node.api.podNamed(name);
  if (pod !== undefined) return pod;
  const known = node.api.pods.map((candidate) => candidate.name).join(', ');
  throw new UsageError(
    `a step names the pod "${name}", and the manifests have no such pod: they have ${known}`,
  );
}

function sizes(arg: { new: string; old: string }): Sizes {
  return { newBytes: bytes(arg.new), oldBytes: bytes(arg.old) };
}

function bytes(text: string): number {
  const value = parseQuantity(text);
  if (value === undefined) throw new UsageError(`"${text}" is no size such as 2Gi`);
  return value;
}

async function onFirstVolume(
  node: SimulatedNode,
  onError: StepOutcome,
  task: (...first: Awaited<ReturnType<typeof firstVolume>>) => Promise<StepOutcome>,
): Promise<StepOutcome> {
  const attempt = async (): Promise<StepOutcome> => {
    try {
      return await task(...(await firstVolume(node)));
    } catch (error) {
      if (!(error instanceof KubeletError)) throw error;
      return { ...onError, error: error.message };
    }
  };
  return until(node, attempt());
}

/** Lets virtual time pass until a task is done. */
async function until<Result>(node: SimulatedNode, task: Promise<Result>): Promise<Result> {
  let result: { value: Result } | undefined;
  node.clock.start(async () => {
    result = { value: await task };
  });
  await node.clock.runTo(Number.POSITIVE_INFINITY, () => result !== undefined);
  return (result as unknown as { value: Result }).value;
}
