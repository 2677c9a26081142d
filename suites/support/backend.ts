import { renameSync } from 'node:fs';
import type { TestVolume } from '../../src/conformance/api.ts';

/** The image or directory of a volume is elsewhere while something is done: as a server that is down. */
export async function whileAway<T>({ image, directory }: TestVolume, during: () => Promise<T>): Promise<T> {
  const paths = [image, directory].filter((path) => path !== undefined);
  for (const path of paths) renameSync(path, `${path}.away`);
  try {
    return await during();
  } finally {
    for (const path of paths) renameSync(`${path}.away`, path);
  }
}
