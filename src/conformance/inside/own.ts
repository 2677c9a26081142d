import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MountEntry } from '../../sandbox/mount-table.ts';
import type { CellPaths, Isolation } from '../../sandbox/types.ts';
import type { LoopDevice, Process } from '../test-api/node.ts';

/** What of a node is the driver's doing, as far as it can be told from what others do there at the same time. */
export interface Own {
  mounts(all: readonly MountEntry[]): readonly MountEntry[];
  loops(all: readonly LoopDevice[]): readonly LoopDevice[];
  processes(all: readonly Process[]): readonly Process[];
}

/** In a cell of its own whatever there is is the driver's. On the host others mount, bind and run as well. */
export function ownIn(
  isolation: Isolation,
  { kubeletRoot }: Pick<CellPaths, 'kubeletRoot'>,
  stateDirs: readonly string[],
): Own {
  if (isolation !== 'none') return EVERYTHING;
  // Its name is made up for this cell: whatever lies there, or was mounted from there, has it in its path.
  const places = [dirname(kubeletRoot), ...stateDirs];
  const isHere = (path: string) => places.some((place) => `${path}/`.includes(`${place}/`));
  const loops = (all: readonly LoopDevice[]) => all.filter(({ image }) => isHere(image));
  return {
    loops,
    mounts: (all) => ownMounts(all, isHere, numberOf(dirname(kubeletRoot))),
    processes: (all) => ownProcesses(all),
  };
}

const EVERYTHING: Own = { mounts: (all) => all, loops: (all) => all, processes: (all) => all };

/** Those in our places or from there, and other mounts of filesystems that are mounted in our places alone. */
function ownMounts(
  all: readonly MountEntry[],
  isHere: (path: string) => boolean,
  host: string,
): readonly MountEntry[] {
  const here = all.filter(({ mountPoint, root }) => isHere(mountPoint) || isHere(root));
  const filesystems = new Set(here.map(({ device }) => device).filter((device) => device !== host));
  return all.filter((mount) => here.includes(mount) || filesystems.has(mount.device));
}

/**
 * Those in the cgroup that was made for this cell, which no process leaves by itself. Where none could be made, our
 * descendants: what has left its parents cannot be told from the host's own.
 */
function ownProcesses(all: readonly Process[]): readonly Process[] {
  const cgroup = cgroupOf('self');
  if (cgroup !== undefined) return all.filter(({ pid }) => cgroupOf(pid) === cgroup);
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  return all.filter(({ pid }) => descends(pid, parents));
}

function descends(from: number, parents: ReadonlyMap<number, number>): boolean {
  for (let pid: number | undefined = from; pid !== undefined && pid > 1; pid = parents.get(pid))
    if (pid === process.pid) return true;
  return false;
}

/** @returns path of the cgroup that bounds a cell, as src/sandbox names it; undefined when it is in none */
function cgroupOf(pid: number | 'self'): string | undefined {
  try {
    return /^\d+:[^:]*:.*\/(flexcert-[^/\n]+)$/m.exec(readFileSync(`/proc/${pid}/cgroup`, 'latin1'))?.[1];
  } catch {
    return undefined;
  }
}

/** `major:minor` of the filesystem that a directory is on. */
function numberOf(path: string): string {
  const { dev } = statSync(path);
  return `${(dev >> 8) & 0xfff}:${(dev & 0xff) | ((dev >> 12) & 0xfff00)}`;
}
