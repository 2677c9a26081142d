import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Remaining, removeTree } from './remove-tree.ts';
import { shellWord } from './shell-words.ts';
import { runTool } from './tool.ts';
import type { Leak } from './types.ts';
import { mountsWithin, unmountWithin } from './unmount.ts';

/**
 * Removes a directory that drivers may have mounted into: reads the mount table, unmounts the deepest first,
 * reads it again, and only then unlinks. While anything stays mounted, nothing is unlinked.
 * @param path absolute; a symlink is removed and not followed
 * @returns what stays and how to mend it, undefined when it is gone
 */
export async function safeRemove(path: string): Promise<Leak | undefined> {
  const real = realPathOf(path);
  if (real === undefined) return undefined;
  if (mountsWithin(real).length > 0) {
    const stuck = await unmountWithin(real);
    if (stuck.length > 0) return mountedLeak(path, stuck);
  }
  const remaining = removeTree(real);
  if (remaining.length === 0) return undefined;
  if (remaining.some(({ reason }) => reason === 'EPERM')) {
    // Immutable files: of what a driver sets, this alone withstands root.
    await runTool('chattr', ['-R', '-f', '-i', '-a', real]);
    const again = removeTree(real);
    return again.length === 0 ? undefined : remainingLeak(path, again);
  }
  return remainingLeak(path, remaining);
}

/** Its parents' symlinks are resolved, as the mount table does; its own is not. */
function realPathOf(path: string): string | undefined {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return undefined;
  }
}

function mountedLeak(path: string, stuck: readonly { mountPoint: string; said: string }[]): Leak {
  const [first] = stuck;
  return {
    kind: 'mount',
    what: `${path} stays, with all that is in it: ${stuck.length} mounted below it do not go, first ${first?.mountPoint} (${first?.said})`,
    mend: [
      ...stuck.map(({ mountPoint }) => `fuser --verbose --mount ${shellWord(mountPoint)}`),
      ...stuck.map(({ mountPoint }) => `umount --lazy ${shellWord(mountPoint)}`),
      removal(path),
    ],
  };
}

function remainingLeak(path: string, remaining: readonly Remaining[]): Leak {
  const [first] = remaining;
  return {
    kind: 'file',
    what: `${path} stays: ${remaining.length} in it cannot be removed, first ${first?.path} (${first?.reason})`,
    mend: [
      `lsattr -d ${shellWord(first?.path ?? path)}`,
      `chattr -i -a ${shellWord(first?.path ?? path)}`,
      removal(path),
    ],
  };
}

/** Looks once more before it removes: rm alone would go through a bind mount. */
function removal(path: string): string {
  return `grep --fixed-strings ${shellWord(path)} /proc/self/mountinfo || rm --recursive --one-file-system ${shellWord(path)}`;
}
