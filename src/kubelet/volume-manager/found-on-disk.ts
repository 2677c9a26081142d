import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { driverName } from '../paths.ts';

/** What a volume's directory below `<root>/pods` tells. */
export interface FoundVolume {
  podUid: string;
  driver: string;
  specName: string;
}

/** The volumes that an earlier kubelet left on disk. */
export function foundOnDisk(root: string): FoundVolume[] {
  const pods = join(root, 'pods');
  return names(pods).flatMap((podUid) => {
    const volumes = join(pods, podUid, 'volumes');
    return names(volumes).flatMap((directory) =>
      names(join(volumes, directory)).map((specName) => {
        return { podUid, driver: driverName(directory), specName };
      }),
    );
  });
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}
