import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type MountEntry, parseMountInfo } from '../../sandbox/mount-table.ts';
import type { Finding } from './finding.ts';

/**
 * What is amiss where pods have their volumes: nothing mounted, a symlink, a daemon that is gone, mounts
 * on top of each other.
 *
 * @param root the kubelet's root directory
 * @param directories `<vendor~driver>` names; volumes of other drivers are left alone
 * @param mounts mount table of the kubelet, as its own namespace shows it
 */
export function volumeFindings(
  root: string,
  directories: readonly string[],
  mounts: readonly MountEntry[],
): Finding[] {
  const wanted = new Set(directories);
  return entriesOf(join(root, 'pods')).flatMap((uid) =>
    entriesOf(join(root, 'pods', uid, 'volumes'))
      .filter((driver) => wanted.has(driver))
      .flatMap((driver) =>
        entriesOf(join(root, 'pods', uid, 'volumes', driver)).flatMap((name) =>
          oneVolume(join(root, 'pods', uid, 'volumes', driver, name), driver, mounts),
        ),
      ),
  );
}

function oneVolume(path: string, driver: string, mounts: readonly MountEntry[]): Finding[] {
  const stacked = mounts.filter((entry) => entry.mountPoint === path).length;
  try {
    if (lstatSync(path).isSymbolicLink()) {
      return [{ fact: 'symlink-for-volume', path, driver, target: readlinkSync(path) }];
    }
    statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOTCONN' ? [{ fact: 'dead-fuse', path, driver }] : [];
  }
  if (stacked === 0) return [{ fact: 'not-mounted', path, driver }];
  return stacked > 1 ? [{ fact: 'stacked-mounts', path, driver, count: String(stacked) }] : [];
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** The mount table of a process, or ours when it may not be read. */
export function mountsOf(pid: number | undefined): MountEntry[] {
  for (const who of [pid, 'self']) {
    if (who === undefined) continue;
    try {
      return parseMountInfo(readFileSync(`/proc/${who}/mountinfo`, 'utf8'));
    } catch {
      // Another user's process.
    }
  }
  return [];
}
