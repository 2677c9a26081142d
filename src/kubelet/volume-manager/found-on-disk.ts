import { join } from 'node:path';
import { namesIn } from '../directory-names.ts';
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
  return namesIn(pods).flatMap((podUid) => {
    const volumes = join(pods, podUid, 'volumes');
    return namesIn(volumes).flatMap((directory) =>
      namesIn(join(volumes, directory)).map((specName) => {
        return { podUid, driver: driverName(directory), specName };
      }),
    );
  });
}
