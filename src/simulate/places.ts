/** Places (see `placeOf`) in which a step may have changed something, or all of them. */
export type Touched = ReadonlySet<string> | 'all';

/** Up to so many, all are looked at after every step. */
export const FEW = 100;

/** Whatever a volume has lies in a pod's directory, or where its device is mounted. */
const PLACE = /^\/(pods|plugins\/kubernetes\.io\/flexvolume\/.*?\/mounts)\/[^/]+/;

/**
 * The pod's directory, or the one where a device is mounted, that a path is or lies in. Undefined for other paths.
 * @param root the kubelet's root directory
 */
export function placeOf(root: string, path: string): string | undefined {
  if (!path.startsWith(`${root}/`)) return undefined;
  const place = PLACE.exec(path.slice(root.length));
  return place === null ? undefined : `${root}${place[0]}`;
}

/** A path below the kubelet's root directory as the recordings write it: `<root>/pods`. */
export function shownBelow(root: string, path: string): string {
  return `<root>${path.slice(root.length)}`;
}
