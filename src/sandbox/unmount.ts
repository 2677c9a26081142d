import { isWithin } from './host-view.ts';
import { minorStride } from './loop-devices.ts';
import { type MountEntry, readMountTable } from './mount-table.ts';
import { pathToBytes } from './path-bytes.ts';
import { runTool } from './tool.ts';

const LIMIT_MS = 5_000;

/**
 * Mounts at a directory or below it, the deepest and latest first: the order in which they can go.
 * @param path absolute, symlinks resolved
 */
export function mountsWithin(path: string, table: readonly MountEntry[] = readMountTable()): MountEntry[] {
  return table.filter((entry) => isWithin(entry.mountPoint, path)).reverse();
}

/**
 * Unmounts all that is mounted at a directory or below it: properly first, lazily what refuses.
 * @returns mounts that are still there, and what umount said of each
 */
export async function unmountWithin(path: string): Promise<{ mountPoint: string; said: string }[]> {
  const said = new Map<string, string>();
  for (const flags of [[], ['--lazy']]) {
    // A mount that was hidden below another one, or was moved onto a later one, can go only in the next round.
    for (let before = Number.POSITIVE_INFINITY; ; ) {
      const mounts = mountsWithin(path);
      if (mounts.length === 0) return [];
      if (mounts.length >= before) break;
      before = mounts.length;
      for (const { mountPoint } of mounts) {
        const why = await umount(mountPoint, flags);
        if (why !== undefined) said.set(mountPoint, why);
      }
    }
  }
  return mountsWithin(path).map(({ mountPoint }) => ({ mountPoint, said: said.get(mountPoint) ?? '' }));
}

/**
 * Unmounts all that is stacked on one directory, and nothing below it.
 * @returns what umount said when something stays
 */
export async function unmountAt(path: string): Promise<string | undefined> {
  let said: string | undefined;
  for (const flags of [[], ['--lazy']]) {
    for (let left = countAt(path); left > 0; left--) {
      said = await umount(path, flags);
      if (said !== undefined) break;
    }
  }
  return countAt(path) === 0 ? undefined : (said ?? '');
}

/**
 * Takes away what is mounted on a directory, the topmost alone and at once, whoever uses it.
 * @returns what umount said when it stays
 */
export function unmountLazily(mountPoint: string): Promise<string | undefined> {
  return umount(mountPoint, ['--lazy']);
}

/** Unmounts a loop device wherever it is mounted. A filesystem such as btrfs has another number than its device. */
export async function unmountDevice(loop: number): Promise<void> {
  const isOnIt = ({ device, source }: MountEntry): boolean =>
    device === `7:${loop * minorStride()}` || source === `/dev/loop${loop}`;
  for (const { mountPoint } of readMountTable().filter(isOnIt).reverse()) await unmountAt(mountPoint);
}

function countAt(path: string): number {
  return readMountTable().filter((entry) => entry.mountPoint === path).length;
}

/** @returns what it said when it failed */
async function umount(mountPoint: string, flags: readonly string[]): Promise<string | undefined> {
  const run = await runUmount(mountPoint, flags);
  if (run.code === 0) return undefined;
  return run.late ? 'umount does not end' : run.stderr;
}

function runUmount(mountPoint: string, flags: readonly string[]): ReturnType<typeof runTool> {
  // As the mount table has it: to follow a symlink or to ask a dead server would be another place, or a hang.
  const args = ['--no-canonicalize', ...flags, '--'];
  const bytes = pathToBytes(mountPoint);
  if (bytes.equals(Buffer.from(mountPoint))) return runTool('umount', [...args, mountPoint], LIMIT_MS);
  // Arguments are strings here, and this name is none: a shell makes it out of its bytes.
  const octal = Array.from(bytes, (byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
  const script = `name=$(printf %bx "$1"); shift; exec umount "$@" "\${name%x}"`;
  return runTool('sh', ['-c', script, 'sh', octal, ...args], LIMIT_MS);
}
