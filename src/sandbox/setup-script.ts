import type { CellPlan } from './cell-plan.ts';
import { beginning, CELL_FD, ending, layOver, unpack } from './setup-steps.ts';
import { quote } from './shell-quote.ts';
import type { UserCellPlan } from './user-plan.ts';

export interface SetupOptions<Plan extends CellPlan> {
  plan: Plan;
  diskBytes: number;
  /** cgroup.procs of the cell's own cgroup, when there is one. */
  cgroupProcs: string | undefined;
  /** The program and its arguments. */
  command: readonly string[];
}

const DEVPTS = 'mount -n -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts';

/**
 * The shell script that makes a cell around itself. It is process 1 of the cell's PID namespace and stays so:
 * the program is its child, so that orphans are reaped, as they are on a node, by a process that no signal
 * from inside can end. Its standard input is the skeleton as an archive.
 */
export function setupScript({ plan, diskBytes, cgroupProcs, command }: SetupOptions<CellPlan>): string {
  return [
    ...beginning(),
    ...(cgroupProcs === undefined ? [] : [`echo 0 >${quote(cgroupProcs)}`]),
    // Any directory that no layer lies below will do.
    ...unpack('/sys', diskBytes, ''),
    // A directory of the host can be renamed, as on any disk.
    ...plan.layers.map((layer, index) => layOver(layer, index, ['redirect_dir=on'])),
    ...binds(plan),
    `exec ${CELL_FD.files}<.`,
    'cd root',
    DEVPTS,
    'pivot_root . sys',
    'mount -n -t proc proc /proc',
    'umount -n -l /sys',
    // The kernel's own settings are the host's: to be read, not to be changed.
    'mount -n -t sysfs -o ro sysfs /sys',
    'mount -n -o bind,ro /proc/sys /proc/sys',
    '[ ! -e /proc/sysrq-trigger ] || mount -n -o bind,ro /proc/sysrq-trigger /proc/sysrq-trigger',
    ...ending(command),
  ].join('\n');
}

/** The same in a user namespace. What only root may write is safe there without further ado. */
export function userSetupScript({ plan, diskBytes, command }: SetupOptions<UserCellPlan>): string {
  const { place } = plan;
  return [
    ...beginning(),
    ...unpack(place, diskBytes, '--no-same-owner'),
    'mount -n --bind root root',
    ...plan.layers.map((layer, index) => layOver(layer, index, ['userxattr'])),
    ...plan.nodes.map((name) => `[ ! -e /dev/${name} ] || mount -n --bind /dev/${name} dev/${name}`),
    ...binds(plan),
    'mount -n --rbind /sys root/sys',
    `exec ${CELL_FD.files}<.`,
    'cd root',
    DEVPTS,
    `pivot_root . ${quote(place.slice(1))}`,
    'mount -n -t proc proc /proc',
    `umount -n -l ${quote(place)}`,
    ...ending(command),
  ].join('\n');
}

function binds({ binds: own }: CellPlan): string[] {
  return [
    ...own.map(({ from, to }) => `mount -n --bind ${quote(from)} ${quote(to)}`),
    'mount -n --rbind dev root/dev',
  ];
}
