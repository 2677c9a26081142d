import type { CellPlan } from './cell-plan.ts';

/** Descriptors of a cell's program beyond the three that every program has. */
export const CELL_FD = {
  /** Written by the program: one JSON document a line. */
  messages: 3,
  /** Read by the program: the job, then words of the parent; its end means that the parent is gone. */
  job: 4,
  /** The cell's own filesystem, which is mounted nowhere in the cell. */
  files: 5,
} as const;

/** What no driver needs, and what reaches through every namespace to the host. */
const DROPPED = ['sys_boot', 'sys_module', 'sys_rawio', 'sys_time', 'mknod'];

export interface SetupOptions {
  plan: CellPlan;
  diskBytes: number;
  /** cgroup.procs of the cell's own cgroup, when there is one. */
  cgroupProcs: string | undefined;
  /** The program and its arguments. */
  command: readonly string[];
}

/**
 * The shell script that makes a cell around itself. It is process 1 of the cell's PID namespace and stays so:
 * the program is its child, so that orphans are reaped, as they are on a node, by a process that no signal
 * from inside can end. Its standard input is the skeleton as an archive.
 */
export function setupScript({ plan, diskBytes, cgroupProcs, command }: SetupOptions): string {
  const { messages, files } = CELL_FD;
  return [
    'set -e',
    'umask 022',
    // Of the host's /proc: our pid as the parent sees it.
    'read -r pid rest </proc/self/stat',
    `echo "{\\"cell\\":\\"started\\",\\"pid\\":$pid}" >&${messages}`,
    ...(cgroupProcs === undefined ? [] : [`echo 0 >${quote(cgroupProcs)}`]),
    // When memory runs out, it is not the harness that should go.
    'echo 500 2>/dev/null >/proc/self/oom_score_adj || :',
    'ulimit -c 0',
    // Any directory that no layer lies below will do.
    `mount -n -t tmpfs -o size=${diskBytes},mode=0755 flexcert /sys`,
    'cd /sys',
    'tar -xf -',
    ...plan.layers.map(layOver),
    ...plan.binds.map(({ from, to }) => `mount -n --bind ${quote(from)} ${quote(to)}`),
    'mount -n --bind dev root/dev',
    `exec ${files}<.`,
    'cd root',
    'mount -n -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts',
    'pivot_root . sys',
    'mount -n -t proc proc /proc',
    'umount -n -l /sys',
    // The kernel's own settings are the host's: to be read, not to be changed.
    'mount -n -t sysfs -o ro sysfs /sys',
    'mount -n -o bind,ro /proc/sys /proc/sys',
    '[ ! -e /proc/sysrq-trigger ] || mount -n -o bind,ro /proc/sysrq-trigger /proc/sysrq-trigger',
    'cd /',
    `echo '{"cell":"made"}' >&${messages}`,
    'set +e',
    `unset ${SETUP_VARIABLE} OLDPWD`,
    `setsid setpriv --bounding-set ${DROPPED.map((name) => `-${name}`).join(',')} -- ${command.map(quote).join(' ')} </dev/null`,
    // Not to be optimised into an exec by a shell: process 1 has to outlive the program.
    'exit $?',
  ].join('\n');
}

/** Handed over in the environment, so that no `ps | grep` of a driver finds its own words in our arguments. */
export const SETUP_VARIABLE = 'FLEXCERT_CELL_SETUP';

function layOver(layer: CellPlan['layers'][number], index: number): string {
  const target = `root${layer.path === '/' ? '' : layer.path}`;
  const readOnly = `mount -n -o bind,ro ${quote(layer.path)} ${quote(target)}`;
  // A mount of another program, such as another run, may go while the cell is made.
  const unlessGone = `[ ! -e ${quote(target)} ]`;
  if (layer.kind === 'file') return `${readOnly} || ${unlessGone}`;
  const options = [
    `lowerdir=${escapeOption(layer.path)}`,
    `upperdir=upper/${index}`,
    `workdir=work/${index}`,
    // Files and directories have one device number, as on any disk.
    'xino=on',
    // A directory of the host can be renamed, as on any disk.
    'redirect_dir=on',
  ].join(',');
  const overlay = `mount -n -t overlay -o ${quote(options)} overlay ${quote(target)}`;
  // Some filesystems cannot be laid under an overlay, such as vfat: shown as they are, then.
  return layer.path === '/' ? overlay : `${overlay} 2>/dev/null || ${readOnly} || ${unlessGone}`;
}

/** In overlay's options a colon parts two directories and a comma two options. */
function escapeOption(path: string): string {
  return path.replace(/[\\:,]/g, '\\$&');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
