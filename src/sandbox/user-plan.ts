import { accessSync, constants, type Dirent, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from '../errors.ts';
import { devicePlaces } from './cell-devices.ts';
import { addLayerDirectories, addOwnDirectory, CELL_PATHS, type CellPlan } from './cell-plan.ts';
import { isWithin } from './host-view.ts';
import { readMountTable } from './mount-table.ts';
import { directory } from './tar.ts';

/** A plan for a cell in a user namespace. */
export interface UserCellPlan extends CellPlan {
  /** A directory of the host that is empty anyway, over which the cell is made. */
  place: string;
  /** Device nodes of the host that are bound into the cell's own /dev. */
  nodes: string[];
}

/** What a cell has of its own. */
const OWN = ['/dev', '/proc', '/sys'];
/** Seldom used, so often empty. */
const PLACES = ['/media', '/mnt', '/srv', '/opt'];

/**
 * An ordinary user may not lay an overlay over `/`, as other filesystems are mounted below it. So the root is
 * the cell's own, and each directory in it gets an overlay, or, where something is mounted below that
 * too, is bound as it is: there the driver can do what the user can.
 */
export function planUserCell(): UserCellPlan {
  const { skeleton, names } = devicePlaces();
  const plan: UserCellPlan = {
    place: emptyPlace(),
    layers: [],
    skeleton: [directory('root', 0o755)],
    binds: [],
    nodes: names,
  };
  show('/', plan, mountPoints());
  addLayerDirectories(plan);
  const made = new Set<string>();
  for (const path of Object.values(CELL_PATHS)) addOwnDirectory(plan, made, path);
  plan.skeleton.push(...skeleton);
  return plan;
}

/** Shows what is in a directory that is itself the cell's own. */
function show(path: string, plan: UserCellPlan, mounted: readonly string[]): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isSymbolicLink()) {
      plan.skeleton.push({ type: 'symlink', path: `root${child}`, target: readlinkSync(child) });
    } else if (entry.isDirectory()) {
      plan.skeleton.push(directory(`root${child}`, 0o755));
      showDirectory(child, plan, mounted);
    } else if (entry.isFile()) {
      plan.skeleton.push({ type: 'file', path: `root${child}`, mode: 0o644 });
      plan.layers.push({ path: child, kind: 'file' });
    }
  }
}

function showDirectory(path: string, plan: UserCellPlan, mounted: readonly string[]): void {
  if (OWN.includes(path) || path === plan.place || !isReadable(path)) return;
  const hasMounts = mounted.some((mountPoint) => mountPoint !== path && isWithin(mountPoint, path));
  if (!hasMounts) plan.layers.push({ path, kind: 'overlay' });
  else if (Object.values(CELL_PATHS).some((own) => isWithin(own, path))) show(path, plan, mounted);
  else plan.layers.push({ path, kind: 'tree' });
}

function emptyPlace(): string {
  const mounted = mountPoints();
  const place = PLACES.find(
    (path) => isEmpty(path) && !mounted.some((mountPoint) => isWithin(mountPoint, path)),
  );
  if (place === undefined) {
    throw new HarnessError(
      `no place to make a cell at: none of ${PLACES.join(', ')} is an empty directory. Make one, or run as root`,
    );
  }
  return place;
}

function isEmpty(path: string): boolean {
  let entries: Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return false;
  }
  return entries.length === 0;
}

function mountPoints(): string[] {
  return readMountTable().map((entry) => entry.mountPoint);
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
