import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { detachLoops } from '../../sandbox/loop-devices.ts';
import { readMountTable } from '../../sandbox/mount-table.ts';
import { stateDirectory } from '../../sandbox/state-directory.ts';
import type { CellPaths } from '../../sandbox/types.ts';
import { unmountLazily } from '../../sandbox/unmount.ts';
import { broken } from './expectation.ts';
import { loopDevices } from './loops.ts';
import type { Own } from './own.ts';
import { leftProcesses } from './processes.ts';

/**
 * A node that starts again: processes, mounts below the kubelet's directory and loop devices are gone, and
 * what lay in /run; files stay, the empty directories of mounts too.
 *
 * @returns what went from /run
 * @throws ExpectationFailed when something that the driver made does not go
 */
export async function rebootNode({ kubeletRoot, fixtures }: CellPaths, own: Own): Promise<string[]> {
  for (const { pid } of leftProcesses(own)) killIfThere(pid);
  const mounts = readMountTable().map(({ mountPoint }) => mountPoint);
  const ours = mounts.filter((path) => path.startsWith(`${kubeletRoot}/`) || path.startsWith(`${fixtures}/`));
  // Deepest first, and at once: on a real node nobody asks whether they are in use.
  for (const path of ours.reverse()) stays(path, await unmountLazily(path));
  const numbers = loopDevices(own).map(({ device }) => Number(device.slice('/dev/loop'.length)));
  for (const [number, said] of await detachLoops(numbers)) stays(`/dev/loop${number}`, said);
  const gone = readdirSync('/run')
    .map((name) => join('/run', name))
    // Not the node's: other runs go on writing there, and what they write is seen in this cell.
    .filter((path) => path !== stateDirectory())
    .filter((path) => !mounts.some((mount) => mount.startsWith(path)));
  for (const path of gone) rmSync(path, { recursive: true });
  return gone;
}

/** Mounts and devices go with the node, whatever was done to them. */
function stays(what: string, said: string | undefined): void {
  if (said !== undefined) broken('a node that can start again', `${what}, which does not go: ${said}`);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
