import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTool } from '../diagnose/machine/find-tool.ts';
import type { Trial } from '../sandbox/try-machine.ts';
import type { Isolation } from '../sandbox/types.ts';
import type { MachineFacts } from './facts.ts';
import type { Need } from './needs.ts';

/** What this machine has of what requirements need. @param path directories in which programs are looked for */
export function readMachine(isolation: Isolation, path: string): MachineFacts {
  const root = process.getuid?.() === 0;
  return {
    root,
    loop: root && existsSync('/dev/loop-control'),
    isolated: isolation !== 'none',
    tool: (name) => findTool(name, path) !== undefined,
    filesystem: (type) => knownFilesystems().includes(type) || hasModule(type),
  };
}

/**
 * What a trial adds to it: a container may show loop devices and refuse them all the same.
 * @param trial asked only where a requirement needs to know, since it takes a cell
 */
export async function tryOut(
  machine: MachineFacts,
  selected: readonly { needs: readonly Need[] }[],
  trial: () => Promise<Pick<Trial, 'noCell' | 'noLoop'>>,
): Promise<MachineFacts> {
  const matters = selected.some(({ needs }) => needs.includes('loop'));
  if (!matters || !machine.loop || !machine.isolated) return machine;
  const { noCell, noLoop } = await trial();
  // Without a cell nothing runs, and the run says so itself.
  if (noCell !== undefined || noLoop === undefined) return machine;
  return { ...machine, loop: false, whyNoLoop: noLoop };
}

/** Filesystems for devices that this kernel has loaded. */
export function knownFilesystems(): string[] {
  return readFileSync('/proc/filesystems', 'latin1')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('nodev'))
    .map((line) => line.trim());
}

/** A kernel loads a filesystem's module when it is mounted for the first time. */
function hasModule(type: string): boolean {
  const release = readFileSync('/proc/sys/kernel/osrelease', 'latin1').trim();
  try {
    return readFileSync(join('/lib/modules', release, 'modules.alias'), 'latin1').includes(` fs-${type} `);
  } catch {
    return false;
  }
}
