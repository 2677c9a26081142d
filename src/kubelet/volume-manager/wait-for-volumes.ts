import type { Pod } from '../managed-volume.ts';
import type { KubeletNode } from './kubelet-node.ts';
import type { Populator } from './populator.ts';

const POLL_MS = 300;
const LIMIT_MS = 123_000;

/**
 * Waits for a pod's volumes, asking every 300 ms for at most 2 min 3 s.
 * @returns the kubelet's error, undefined when all are mounted
 */
export async function waitForVolumes(
  node: KubeletNode,
  populator: Populator,
  pod: Pod,
): Promise<string | undefined> {
  const expected = expectedVolumes(node, pod);
  const deadline = node.clock.now + LIMIT_MS;
  for (;;) {
    const errors = populator.takeErrors(pod.uid);
    if (errors.length > 0) return describe(node, pod, expected, errors.join('; '));
    if (unmounted(node, pod, expected).length === 0) return undefined;
    if (node.clock.now + POLL_MS > deadline) break;
    await node.clock.sleep(POLL_MS);
  }
  return describe(node, pod, expected, node.host.profile.podTimeoutText);
}

/** By the names that they have in the pod. */
function expectedVolumes(node: KubeletNode, pod: Pod): string[] {
  return pod.volumes
    .filter((entry) => entry.used && isOurs(node, pod, entry.name))
    .map((entry) => entry.name);
}

/** Volumes of other kinds are mounted by other plugins, which are not played here. */
function isOurs(node: KubeletNode, pod: Pod, name: string): boolean {
  const entry = pod.volumes.find((volume) => volume.name === name);
  try {
    return entry !== undefined && node.cluster.volumeOf(pod, entry) !== undefined;
  } catch {
    return true;
  }
}

function unmounted(node: KubeletNode, pod: Pod, expected: string[]): string[] {
  const mounted = node.actual
    .ofPod(pod.uid)
    .filter(({ mount }) => mount.state === 'mounted')
    .map(({ mount }) => mount.outerName);
  return expected.filter((name) => !mounted.includes(name));
}

function describe(node: KubeletNode, pod: Pod, expected: string[], why: string): string | undefined {
  const missing = unmounted(node, pod, expected);
  if (missing.length === 0) return undefined;
  if (!node.host.profile.listsUnprocessedVolumes) {
    // It looks for names in the pod among unique names, so that all of them are unattached always.
    return `unmounted volumes=[${missing.join(' ')}], unattached volumes=[${expected.join(' ')}]: ${why}`;
  }
  const wanted = node.desired.ofPod(pod.uid);
  const outerName = (name: string): string | undefined =>
    node.desired.get(name)?.wishes.get(pod.uid)?.outerName;
  const unattached = wanted
    .filter((volume) => node.actual.get(volume.name) === undefined)
    .map((volume) => outerName(volume.name));
  const processed = wanted.map((volume) => outerName(volume.name));
  const unprocessed = expected.filter((name) => !processed.includes(name));
  return `unmounted volumes=[${missing.join(' ')}], unattached volumes=[${unattached.join(' ')}], failed to process volumes=[${unprocessed.join(' ')}]: ${why}`;
}
