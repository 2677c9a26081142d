import { basename, dirname, join } from 'node:path';
import { deviceNodes } from './cell-devices.ts';
import { followOnHost, hostLayers, isWithin, type Layer, layerOf } from './host-view.ts';
import { directory, type TarEntry } from './tar.ts';
import type { CellPaths } from './types.ts';

/** Where a kubelet of a real node has them; drivers read meaning out of these paths. */
export const CELL_PATHS: CellPaths = {
  kubeletRoot: '/var/lib/kubelet',
  pluginDirectory: '/usr/libexec/kubernetes/kubelet-plugins/volume/exec',
  fixtures: '/var/lib/flexcert',
};

/** All that a cell is made of, before anything is done. Paths are relative to the cell's own filesystem. */
export interface CellPlan {
  layers: Layer[];
  /** Unpacked into the cell's filesystem first. */
  skeleton: TarEntry[];
  /** Directories bound over ones that the host has, which are not the cell's to see. */
  binds: { from: string; to: string }[];
}

/**
 * @param loops numbers of loop devices that the cell is to have
 * @param needed paths of the host that have to be seen inside
 */
export function planCell(loops: readonly number[], needed: readonly string[]): CellPlan {
  const layers = hostLayers(needed);
  const plan: CellPlan = { layers, skeleton: [directory('root', 0o755)], binds: [] };
  const made = new Set<string>();
  addLayerDirectories(plan);
  for (const path of Object.values(CELL_PATHS)) addOwnDirectory(plan, made, path);
  plan.skeleton.push(...deviceNodes(loops));
  return plan;
}

/** @returns where each overlay is seen, by the number of its layer */
export function overlaysOf({ layers }: CellPlan): Record<number, string> {
  return Object.fromEntries(
    layers.flatMap(({ kind, path }, index) => (kind === 'overlay' ? [[index, path]] : [])),
  );
}

/** @returns the cell's own directories that are bound over ones of the host's, where they really are */
export function behindBinds({ binds }: CellPlan): string[] {
  return binds.map(({ from }) => from.slice('root'.length));
}

/** Where the writes to each overlay go. */
export function addLayerDirectories({ layers, skeleton }: CellPlan): void {
  layers.forEach((layer, index) => {
    if (layer.kind !== 'overlay') return;
    skeleton.push(directory(`work/${index}`, 0o755), directory(`upper/${index}`, 0o755));
  });
}

/** Makes a directory that is empty and the cell's own, on the filesystem where the host has or would have it. */
export function addOwnDirectory(plan: CellPlan, made: Set<string>, wanted: string): void {
  const host = followOnHost(wanted);
  const path = host.exists ? standInFor(host.path) : host.path;
  const index = layerOf(plan.layers, path);
  const base = plan.layers[index]?.path ?? '/';
  // Where no overlay lies, the cell's own filesystem itself is seen.
  const inLayer = (hostPath: string): string =>
    index < 0 ? `root${hostPath}` : join(`upper/${index}`, hostPath.slice(base.length));
  const add = (dir: string, entry: TarEntry): void => {
    if (!made.has(dir)) plan.skeleton.push(entry);
    made.add(dir);
  };
  const parents = host.parents.filter(
    (parent) =>
      parent.path !== path &&
      isWithin(path, parent.path) &&
      isWithin(parent.path, base) &&
      parent.path !== base,
  );
  // A directory of the upper layer gives the merged one its mode and owner.
  for (const { path: parent, mode, uid, gid } of parents)
    add(parent, directory(inLayer(parent), mode, uid, gid));
  for (const missing of pathsBetween(parents.at(-1)?.path ?? base, path))
    add(missing, directory(inLayer(missing), 0o755));
  if (host.exists) plan.binds.push({ from: `root${path}`, to: `root${host.path}` });
}

/**
 * Where a directory of the cell's own lies when the host has one of that name: beside it, and bound over it.
 * A node has a kubelet directory, so this is the usual case in production.
 */
function standInFor(path: string): string {
  return join(dirname(path), `.flexcert-${basename(path)}`);
}

/** `/a` and `/a/b/c` give `/a/b` and `/a/b/c`. */
function pathsBetween(ancestor: string, path: string): string[] {
  const found: string[] = [];
  for (let at = path; at !== ancestor; at = dirname(at)) found.unshift(at);
  return found;
}
