import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding.ts';
import { cgroupOf, type KubeletProcess, textOf } from './kubelet-process.ts';

/** Helpers of the kubelet's own, which belong where it is. */
const ITS_OWN = /^(?:kubelet|journalctl|iptables|mount|umount|du|find|nice)$/;

/**
 * Processes that live in the cgroup of a kubelet that is a unit of its own: a restart of the unit ends them.
 *
 * @param proc where procfs is mounted; for tests
 */
export function daemonFindings(kubelets: readonly KubeletProcess[], proc = '/proc'): Finding[] {
  const units = kubelets.filter(({ cgroup }) => cgroup?.endsWith('.service') === true);
  if (units.length === 0) return [];
  const pids = readdirSync(proc)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return units.flatMap(({ pid: kubelet, cgroup }) =>
    pids
      .filter((pid) => pid !== kubelet && cgroupOf(proc, pid) === cgroup)
      .map((pid) => ({ pid, command: textOf(join(proc, String(pid), 'comm')).trim() }))
      .filter(({ command }) => command !== '' && !ITS_OWN.test(command))
      .map(({ pid, command }) => ({
        fact: 'daemon-in-kubelet-cgroup',
        path: `/proc/${pid}`,
        process: `${command} (pid ${pid})`,
        cgroup: cgroup as string,
      })),
  );
}
