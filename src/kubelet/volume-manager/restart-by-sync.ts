import { KubeletError } from '../kubelet-error.ts';
import { foundOnDisk } from './found-on-disk.ts';
import type { KubeletNode } from './kubelet-node.ts';
import type { PendingOperations } from './pending-operations.ts';
import { cleanUpUnknown, type Reconstructed, reconstruct } from './reconstruct.ts';

/**
 * How kubelets before the rewrite come to know volumes of an earlier process: once all pods are known,
 * what is on disk and wanted by none is taken into the actual state as mounted, to be unmounted then.
 * Behaviour of 1.20.2, recorded. docs/kubelet.md, "Restart".
 */
export async function syncWithDisk(node: KubeletNode, operations: PendingOperations): Promise<void> {
  const onDisk = foundOnDisk(node.host.root);
  // By volume: of several pods with one volume only the last is seen, and the others' mounts stay.
  const unwanted = new Map<string, Reconstructed>();
  for (const found of onDisk) {
    if (node.actual.hasSpecName(found.podUid, found.specName)) continue;
    const isWanted = node.desired.wantsSpecName(found.podUid, found.specName);
    try {
      const volume = await reconstruct(node, found);
      if (!isWanted) unwanted.set(volume.name, volume);
      else reportInUse(node, volume.name);
    } catch (error) {
      if (!(error instanceof KubeletError)) throw error;
      if (!isWanted) await cleanUpUnknown(node, operations, found);
    }
  }
  for (const volume of unwanted.values()) await takeForMounted(node, volume);
}

async function takeForMounted(node: KubeletNode, { name, plugin, found }: Reconstructed): Promise<void> {
  const spec = plugin.reconstructed(found.specName);
  const listed = node.cluster.volumesAttached().find((entry) => entry.name === name);
  const device = listed?.devicePath ?? '';
  node.actual.markAttached(name, spec, plugin.attachable, device);
  const mount = { podUid: found.podUid, spec, outerName: found.specName, state: 'mounted' } as const;
  node.actual.markMounted(name, mount);
  if (!plugin.attachable) return;
  try {
    node.actual.markDevice(name, 'mounted', device, await plugin.deviceMountPath(spec));
  } catch (error) {
    if (!(error instanceof KubeletError)) throw error;
    node.observer.error(`Could not find device mount path for volume ${name}`);
  }
}

function reportInUse(node: KubeletNode, name: string): void {
  const volume = node.desired.get(name);
  if (volume !== undefined) volume.reportedInUse = true;
}
