import type { MountEntry } from './mount-table.ts';

type Table = readonly MountEntry[];

/** Whether `path` is `base` or lies below it. */
export function isWithin(path: string, base: string): boolean {
  return path === base || path.startsWith(base === '/' ? '/' : `${base}/`);
}

/** Every mount at exactly this path, the lowest first; several when mounts are stacked. */
export function at(table: Table, path: string): MountEntry[] {
  return table.filter((entry) => entry.mountPoint === path);
}

/** Every mount at this path or below it: what has to go before the directory can. */
export function below(table: Table, path: string): MountEntry[] {
  return table.filter((entry) => isWithin(entry.mountPoint, path));
}

/** Another view of the same directory of the same filesystem: a bind mount of it, or it itself. */
export function sameDeviceAndRoot(a: MountEntry, b: MountEntry): boolean {
  return a.device === b.device && a.root === b.root;
}

/**
 * The mount that a path really lies on, found as the kernel walks the path: a mount below a directory
 * that was mounted over later is hidden and does not count. Symlinks are not resolved.
 */
export function holding(table: Table, path: string): MountEntry | undefined {
  const ids = new Set(table.map((entry) => entry.id));
  let current = table.find((entry) => !ids.has(entry.parentId) || entry.parentId === entry.id);
  for (;;) {
    const next = nextOnTheWay(table, current, path);
    if (next === undefined)
      return current !== undefined && isWithin(path, current.mountPoint) ? current : undefined;
    current = next;
  }
}

/** Of the mounts on top of `current`, the first that a walk to `path` comes through. */
function nextOnTheWay(table: Table, current: MountEntry | undefined, path: string): MountEntry | undefined {
  let next: MountEntry | undefined;
  for (const entry of table) {
    if (entry.parentId !== current?.id || entry.id === current.id) continue;
    if (!isWithin(path, entry.mountPoint)) continue;
    if (next === undefined || entry.mountPoint.length < next.mountPoint.length) next = entry;
  }
  return next;
}

/** What a mount is seen as from outside: read-only when either the mount or its filesystem is. */
export function isReadOnly(entry: MountEntry): boolean {
  return entry.options.includes('ro') || entry.superOptions.includes('ro');
}
