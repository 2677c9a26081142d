import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { driverName } from '../paths.ts';

/** What a volume's directory below `<root>/pods` tells. */
export interface FoundVolume {
  podUid: string;
  driver: string;
  specName: string;
}

/**
 * The volumes that an earlier kubelet left on disk.
 * @returns undefined when there is no directory of pods
 */
export function foundOnDisk(root: string): FoundVolume[] | undefined {
  const pods = join(root, 'pods');
  const uids = names(pods);
  return uids?.flatMap((podUid) => {
    const volumes = join(pods, podUid, 'volumes');
    return (names(volumes) ?? []).flatMap((directory) =>
      (names(join(volumes, directory)) ?? []).map((specName) => {
        return { podUid, driver: driverName(directory), specName };
      }),
    );
  });
}

function names(directory: string): string[] | undefined {
  try {
    return readdirSync(directory).sort();
  } catch {
    return undefined;
  }
}
