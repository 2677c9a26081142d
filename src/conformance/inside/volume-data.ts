import { join } from 'node:path';
import { type MountEntry, readMountTable } from '../../sandbox/mount-table.ts';

/**
 * Directories of the node that were mounted as volumes: what lies in them is data of pods, and nothing that the driver
 * left. A share that all requirements have in common is such a one.
 */
export class VolumeData {
  readonly #directories = new Set<string>();

  /** Looks at what is mounted on the directory that a driver was given. */
  notice(dir: string, table: readonly MountEntry[] = readMountTable()): void {
    for (const { mountPoint, root, device } of table) {
      if (mountPoint !== dir || root === '/') continue;
      const whole = table.find((entry) => entry.device === device && entry.root === '/');
      if (whole !== undefined) this.#directories.add(join(whole.mountPoint, root));
    }
  }

  has(path: string): boolean {
    return [...this.#directories].some((dir) => `${path}/`.startsWith(`${dir}/`));
  }
}
