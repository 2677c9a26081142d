import { basename, dirname, join } from 'node:path';
import { followOnHost, hostLayers, isWithin, type Layer, layerOf } from './host-view.ts';
import { minorStride } from './loop-devices.ts';
import type { TarEntry } from './tar.ts';
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

/** The usual nodes, and no others: what is not here, no mistake of a driver can write to. */
const NODES: readonly [name: string, mode: number, major: number, minor: number][] = [
  ['null', 0o666, 1, 3],
  ['zero', 0o666, 1, 5],
  ['full', 0o666, 1, 7],
  ['random', 0o666, 1, 8],
  ['urandom', 0o666, 1, 9],
  ['tty', 0o666, 5, 0],
  ['fuse', 0o666, 10, 229],
];
const LINKS: readonly [name: string, target: string][] = [
  ['fd', '/proc/self/fd'],
  ['stdin', '/proc/self/fd/0'],
  ['stdout', '/proc/self/fd/1'],
  ['stderr', '/proc/self/fd/2'],
  ['ptmx', 'pts/ptmx'],
];
const LOOP_MAJOR = 7;
/** Owners beyond it do not fit into an archive's header. */
const MAX_OWNER = 0o7777777;

/**
 * @param loops numbers of loop devices that the cell is to have
 * @param needed paths of the host that have to be seen inside
 */
export function planCell(loops: readonly number[], needed: readonly string[]): CellPlan {
  const layers = hostLayers(needed);
  const plan: CellPlan = { layers, skeleton: [directory('root', 0o755)], binds: [] };
  const made = new Set<string>();
  layers.forEach((layer, index) => {
    if (layer.kind !== 'overlay') return;
    plan.skeleton.push(directory(`work/${index}`, 0o755), directory(`upper/${index}`, 0o755));
  });
  for (const path of Object.values(CELL_PATHS)) addOwnDirectory(plan, made, path);
  plan.skeleton.push(...deviceNodes(loops));
  return plan;
}

/** Makes a directory that is empty and the cell's own, on the filesystem where the host has or would have it. */
function addOwnDirectory(plan: CellPlan, made: Set<string>, wanted: string): void {
  const host = followOnHost(wanted);
  const path = host.exists ? standInFor(host.path) : host.path;
  const index = layerOf(plan.layers, path);
  const base = plan.layers[index]?.path ?? '/';
  const inLayer = (hostPath: string): string => join(`upper/${index}`, hostPath.slice(base.length));
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
export function standInFor(path: string): string {
  return join(dirname(path), `.flexcert-${basename(path)}`);
}

function deviceNodes(loops: readonly number[]): TarEntry[] {
  const stride = minorStride();
  return [
    directory('dev', 0o755),
    directory('dev/pts', 0o755),
    directory('dev/shm', 0o1777),
    ...NODES.map(([name, mode, major, minor]) => node('character', name, mode, major, minor)),
    ...LINKS.map(([name, target]): TarEntry => ({ type: 'symlink', path: `dev/${name}`, target })),
    ...loops.map((number) => node('block', `loop${number}`, 0o660, LOOP_MAJOR, number * stride)),
  ];
}

/** `/a` and `/a/b/c` give `/a/b` and `/a/b/c`. */
function pathsBetween(ancestor: string, path: string): string[] {
  const found: string[] = [];
  for (let at = path; at !== ancestor; at = dirname(at)) found.unshift(at);
  return found;
}

function directory(path: string, mode: number, uid = 0, gid = 0): TarEntry {
  const fits = uid <= MAX_OWNER && gid <= MAX_OWNER;
  return { type: 'directory', path, mode, uid: fits ? uid : 0, gid: fits ? gid : 0 };
}

function node(
  type: 'block' | 'character',
  name: string,
  mode: number,
  major: number,
  minor: number,
): TarEntry {
  return { type, path: `dev/${name}`, mode, major, minor };
}
