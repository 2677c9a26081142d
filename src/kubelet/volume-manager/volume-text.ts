import { KubeletError, textOf } from '../kubelet-error.ts';
import type { ManagedVolume, Pod } from '../managed-volume.ts';

/** The kubelet's error about a pod's volume: `MountVolume.SetUp failed for volume "data" (...) : ...` */
export function podVolumeError(
  what: string,
  name: string,
  spec: ManagedVolume,
  pod: Pick<Pod, 'name' | 'uid'>,
  error: unknown,
): KubeletError {
  return new KubeletError(
    `${what} for volume "${spec.name}" (UniqueName: "${name}") pod "${pod.name}" (UID: "${pod.uid}") : ${textOf(error)}`,
  );
}

/** The same for what is done to a volume without a pod; attach says `from node`, device mounts `on node`. */
export function nodeVolumeError(
  what: string,
  name: string,
  spec: ManagedVolume,
  where: string,
  error: unknown,
): KubeletError {
  return new KubeletError(
    `${what} for volume "${spec.name}" (UniqueName: "${name}") ${where} : ${textOf(error)}`,
  );
}

/** Gives an error of the kubelet's a longer text; what is no error of the kubelet's passes unchanged. */
export async function orError<Result>(
  task: Promise<Result>,
  wrap: (error: KubeletError) => KubeletError,
): Promise<Result> {
  try {
    return await task;
  } catch (error) {
    throw error instanceof KubeletError ? wrap(error) : error;
  }
}
