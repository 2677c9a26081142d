import * as z from 'zod';
import type { KubernetesObject } from './objects.ts';

const ms = z.number().int().nonnegative();
const pod = z.string();
const size = z.union([z.string(), z.number()]).transform(String);

/** One step. What a recording expects of it is ignored. */
const step = z.discriminatedUnion('op', [
  z.object({ op: z.literal('addPod'), pod }),
  z.object({ op: z.literal('addPodNoWait'), pod, ms: ms.default(0) }),
  z.object({ op: z.literal('wait'), ms }),
  z.object({ op: z.literal('deletePod'), pod, ms: ms.default(0) }),
  z.object({ op: z.literal('restart'), ms: ms.default(0) }),
  z.object({ op: z.literal('restartKeep'), ms: ms.default(0) }),
  z.object({ op: z.literal('verifyAttached') }),
  z.object({ op: z.literal('expand'), arg: z.object({ new: size, old: size }) }),
  z.object({
    op: z.literal('nodeExpand'),
    arg: z.object({ new: size, old: size, devicePath: z.string(), deviceMountPath: z.string() }),
  }),
  z.object({ op: z.literal('removeDriver'), ms: ms.default(0) }),
  z.object({ op: z.literal('restoreDriver'), ms: ms.default(0) }),
  z.object({ op: z.literal('unlinkDriver'), ms: ms.default(0) }),
  z.object({ op: z.literal('touchDriver'), ms: ms.default(0) }),
  z.object({ op: z.literal('fixBroken'), ms: ms.default(0) }),
]);

/** What a scripted driver answers to one call. */
const answer = z.object({
  stdout: z.string().default(''),
  stderr: z.string().default(''),
  exit: z.number().int().min(0).max(255).default(0),
  /** `tmpfs`, `bind`, `tree`, `umount`, `rmdir`, `file`, with commas, done before it answers. */
  do: z
    .string()
    .regex(
      /^((tmpfs|bind|tree|umount|rmdir|file)(,(?!$)|$))*$/,
      'is a comma list of tmpfs, bind, tree, umount, rmdir, file',
    )
    .default(''),
});

export const SCENARIO_SCHEMA = z.object({
  name: z.string().optional(),
  about: z.string().optional(),
  kubelet: z
    .object({
      version: z.union([z.string(), z.number()]).transform(String).optional(),
      controllerAttachDetach: z.boolean().default(false),
      nodeName: z.string().default('node-1'),
      volumesAttached: z.array(z.object({ name: z.string(), devicePath: z.string().default('') })).nullish(),
    })
    .prefault({}),
  driver: z.record(z.string(), z.array(answer).min(1)).optional(),
  loopMiB: z.number().int().positive().optional(),
  brokenNeighbour: z.string().optional(),
  manifests: z.array(z.unknown()).default([]),
  steps: z.array(step).optional(),
});

export type Step = z.infer<typeof step>;
export type Answer = z.infer<typeof answer>;
export type Answers = Readonly<Record<string, readonly Answer[]>>;

/** A scenario as it is played: manifests read, steps supplied. */
export interface Scenario extends Omit<z.infer<typeof SCENARIO_SCHEMA>, 'manifests' | 'steps'> {
  objects: KubernetesObject[];
  steps: Step[];
}

/** With no steps given: every pod comes, then every pod goes. */
export function naturalLife(objects: readonly KubernetesObject[]): Step[] {
  const names = objects.filter((object) => object.kind === 'Pod').map((object) => object.metadata.name);
  return [
    ...names.map((name): Step => ({ op: 'addPod', pod: name })),
    ...names.map((name): Step => ({ op: 'deletePod', pod: name, ms: LEAVE_MS })),
  ];
}

/** Time for a pod's volumes to go, one retry of each call included. */
const LEAVE_MS = 4000;
