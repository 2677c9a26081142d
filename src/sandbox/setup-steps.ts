import type { Layer } from './host-view.ts';
import { quote } from './shell-quote.ts';

/** Descriptors of a cell's program beyond the three that every program has. */
export const CELL_FD = {
  /** Written by the program: one JSON document a line. */
  messages: 3,
  /** Read by the program: the job, then words of the parent; its end means that the parent is gone. */
  job: 4,
  /** The cell's own filesystem, which is mounted nowhere in the cell. */
  files: 5,
} as const;

/** Handed over in the environment, so that no `ps | grep` of a driver finds its own words in our arguments. */
export const SETUP_VARIABLE = 'FLEXCERT_CELL_SETUP';

/** What no driver needs, and what reaches through every namespace to the host. */
const DROPPED = ['sys_boot', 'sys_module', 'sys_rawio', 'sys_time', 'mknod'];

/** The first steps of every cell. */
export function beginning(): string[] {
  return [
    'set -e',
    'umask 022',
    // Of the host's /proc: our pid as the parent sees it.
    'read -r pid rest </proc/self/stat',
    `echo "{\\"cell\\":\\"started\\",\\"pid\\":$pid}" >&${CELL_FD.messages}`,
    // When memory runs out, it is not the harness that should go.
    'echo 500 2>/dev/null >/proc/self/oom_score_adj || :',
    'ulimit -c 0',
  ];
}

/** Makes the cell's own filesystem over a directory and unpacks the skeleton into it. */
export function unpack(place: string, diskBytes: number, tarFlags: string): string[] {
  return [
    `mount -n -t tmpfs -o size=${diskBytes},mode=0755 flexcert ${quote(place)}`,
    `cd ${quote(place)}`,
    `tar ${tarFlags} -xf -`,
  ];
}

/** The last steps: the program, as a child of the shell, which stays process 1. */
export function ending(command: readonly string[]): string[] {
  const dropped = DROPPED.map((name) => `-${name}`).join(',');
  return [
    'cd /',
    `echo '{"cell":"made"}' >&${CELL_FD.messages}`,
    'set +e',
    `unset ${SETUP_VARIABLE} OLDPWD`,
    `setsid setpriv --bounding-set ${dropped} -- ${command.map(quote).join(' ')} </dev/null`,
    // Not to be optimised into an exec by a shell: process 1 has to outlive the program.
    'exit $?',
  ];
}

/**
 * Shows one of the host's filesystems.
 * @param options of the overlay, besides its directories
 */
export function layOver(layer: Layer, index: number, options: readonly string[]): string {
  const target = `root${layer.path === '/' ? '' : layer.path}`;
  const readOnly = `mount -n -o bind,ro ${quote(layer.path)} ${quote(target)}`;
  // A mount of another program, such as another run, may go while the cell is made.
  const unlessGone = `[ ! -e ${quote(target)} ]`;
  if (layer.kind === 'file') return `${readOnly} || ${unlessGone}`;
  if (layer.kind === 'tree') return `mount -n --rbind ${quote(layer.path)} ${quote(target)} || ${unlessGone}`;
  const all = [
    `lowerdir=${escapeOption(layer.path)}`,
    `upperdir=upper/${index}`,
    `workdir=work/${index}`,
    // Files and directories have one device number, as on any disk.
    'xino=on',
    ...options,
  ];
  const overlay = `mount -n -t overlay -o ${quote(all.join(','))} overlay ${quote(target)}`;
  // Some filesystems cannot be laid under an overlay, such as vfat: shown as they are, then.
  return layer.path === '/' ? overlay : `${overlay} 2>/dev/null || ${readOnly} || ${unlessGone}`;
}

/** In overlay's options a colon parts two directories and a comma two options. */
function escapeOption(path: string): string {
  return path.replace(/[\\:,]/g, '\\$&');
}
