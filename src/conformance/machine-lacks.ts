import type { Trial } from '../sandbox/try-machine.ts';
import { capabilitiesMissing } from './capabilities-missing.ts';
import { DEFAULT_ENV } from './config/settings.ts';
import { readMachine } from './machine.ts';
import type { Registered } from './registry.ts';

/** One thing that requirements, fixtures or defaults of the kubelet use on this machine. */
export interface MachineCheck {
  what: string;
  has: boolean;
  /** What the kernel or a tool said when it was tried. */
  why?: string;
  /** What goes without it. */
  costs: string;
  /** What to do about it; absent where nothing can be done here. */
  mend?: string;
  /** Ids of the requirements that name it as a need. */
  requirements: string[];
}

const PRIVILEGED = 'in a container, run it privileged';
const CELL_MEND = `${PRIVILEGED}; or use --isolation none, after reading docs/threat-model.md`;
const LOOP_MEND = `run as root and load the module loop; ${PRIVILEGED}`;
const install = (name: string): string => `install the Debian package ${name}`;

/**
 * What of `flexcert run` this machine carries, in the order in which a run needs it.
 * @param trial what was tried: a container shows namespaces and loop devices, and may refuse them all the same
 */
export function checkMachine(catalogue: readonly Registered[], trial: Trial): MachineCheck[] {
  const machine = readMachine('full', process.env.PATH ?? DEFAULT_ENV.PATH);
  const check = (what: string, has: boolean, need: string, costs: string, mend?: string): MachineCheck => ({
    what,
    has,
    costs,
    ...(mend === undefined ? {} : { mend }),
    requirements: catalogue.filter(({ needs }) => (needs as string[]).includes(need)).map(({ id }) => id),
  });
  const tool = (name: string, needs: string, costs: string): MachineCheck =>
    check(name, machine.tool(name), `tool:${name}`, costs, install(needs));
  const filesystem = (name: string, costs: string): MachineCheck =>
    check(`${name} in this kernel`, machine.filesystem(name), `filesystem:${name}`, costs);
  return [
    check('root', machine.root, 'root', 'mounts on loop devices, and most requirements', 'run as root'),
    tried(
      check(
        'a cell: namespaces and overlay',
        trial.noCell === undefined,
        'isolation',
        'every run',
        CELL_MEND,
      ),
      trial.noCell,
    ),
    tried(
      check('a mount in a cell', trial.noMount === undefined, '', 'most requirements', PRIVILEGED),
      trial.noMount,
    ),
    tried(
      check(
        'a loop device',
        machine.loop && trial.noLoop === undefined,
        'loop',
        'volumes with an image',
        LOOP_MEND,
      ),
      trial.noLoop,
    ),
    check(
      'a cgroup for the number of processes',
      trial.boundsProcesses,
      '',
      'no requirement: a driver that forks without end is ended in place of being refused',
      'make /sys/fs/cgroup writable, with the controller pids handed down',
    ),
    tool('unshare', 'util-linux', 'every run: drivers run in private namespaces'),
    tool('losetup', 'mount', 'volumes with a device, and the reference driver'),
    tool('blkid', 'util-linux', 'mountdevice as the kubelet does it by itself'),
    filesystem('ext4', 'volumes of fsType ext4'),
    tool('mkfs.ext4', 'e2fsprogs', 'volumes of fsType ext4'),
    filesystem('xfs', 'volumes of fsType xfs'),
    tool('mkfs.xfs', 'xfsprogs', 'volumes of fsType xfs'),
    tool('fsck', 'util-linux', 'mountdevice as the kubelet does it by itself'),
    tool('resize2fs', 'e2fsprogs', 'expandfs as the kubelet does it by itself, on ext4'),
    tool('xfs_growfs', 'xfsprogs', 'expandfs as the kubelet does it by itself, on xfs'),
    tool('fusermount3', 'fuse3', 'drivers that mount with FUSE'),
    check(
      'CAP_SYS_RESOURCE',
      !capabilitiesMissing().includes('CAP_SYS_RESOURCE'),
      '',
      'growing a mounted ext4 (xfs grows without it)',
    ),
  ];
}

function tried(check: MachineCheck, why: string | undefined): MachineCheck {
  return why === undefined ? check : { ...check, why };
}
