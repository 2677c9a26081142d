import {
  chmodSync,
  chownSync,
  closeSync,
  fstatSync,
  lchownSync,
  openSync,
  readdirSync,
  type Stats,
} from 'node:fs';
import { pathToBytes } from '../path-bytes.ts';
import type { Profile } from '../profile.ts';

/** open(2)'s O_PATH and O_NOFOLLOW: a file itself, whatever it is, without opening it. */
const ITSELF = 0o10000000 | 0o400000;
const SLASH = Buffer.from('/');
const FOR_GROUP = 0o660;
const FOR_GROUP_READ_ONLY = 0o440;
const FOR_GROUP_IN_DIRECTORIES = 0o2110;

/**
 * Gives a whole tree to a group, as the kubelet does after mount. What cannot be changed is left as it is.
 * docs/kubelet.md, "Coming", 3.
 */
export function applyFsGroup(
  root: string,
  group: number,
  { ownsSymlinks }: Pick<Profile, 'ownsSymlinks'>,
  readOnly = false,
): void {
  const mask = readOnly ? FOR_GROUP_READ_ONLY : FOR_GROUP;
  // A list, not recursion: a tree may be deeper than the stack.
  const waiting = [pathToBytes(root)];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const stat = give(path, group, mask, ownsSymlinks);
    if (stat?.isDirectory()) waiting.push(...childrenOf(path));
  }
}

/** By the file itself, not its name: what a driver replaces by a symlink meanwhile is not followed. */
function give(path: Buffer, group: number, mask: number, ownsSymlinks: boolean): Stats | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, ITSELF);
    const stat = fstatSync(file);
    if (stat.isSymbolicLink()) {
      if (ownsSymlinks) attempt(() => lchownSync(path, stat.uid, group));
      return stat;
    }
    const itself = `/proc/self/fd/${file}`;
    const added = stat.isDirectory() ? mask | FOR_GROUP_IN_DIRECTORIES : mask;
    attempt(() => chownSync(itself, stat.uid, group));
    // With the bits from before: a change of owner takes the set-id bits away.
    attempt(() => chmodSync(itself, (stat.mode & 0o7777) | added));
    return stat;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // The kubelet writes a line into its log and goes on.
  }
}

function childrenOf(directory: Buffer): Buffer[] {
  try {
    return readdirSync(directory, { encoding: 'buffer' }).map((name) =>
      Buffer.concat([directory, SLASH, name]),
    );
  } catch {
    return [];
  }
}
