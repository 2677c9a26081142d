import type { Rule } from '../rule.ts';

export const daemonInKubeletCgroup: Rule = {
  id: 'daemon-in-kubelet-cgroup',
  title: 'a daemon of the driver lives in the cgroup of the kubelet',
  symptoms: [34],
  when: [
    {
      on: 'machine',
      certainty: 'certain',
      where: { fact: /^daemon-in-kubelet-cgroup$/, process: /(?<process>.+)/ },
    },
  ],
  cause:
    '{process} was started by a call of the driver and belongs to the cgroup of the kubelet ({cgroup}): `systemctl restart kubelet` ends it, and the volumes it serves with it.',
  mend: 'Start the daemon in a scope of its own.',
  attempts: ['systemd-run --quiet --scope -- <daemon> >/dev/null 2>&1'],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/67643, https://github.com/kubernetes/kubernetes/issues/77209',
  example: {
    fact: {
      fact: 'daemon-in-kubelet-cgroup',
      process: 'sshfs (pid 812)',
      cgroup: '/system.slice/kubelet.service',
    },
  },
  nearMiss: { fact: { fact: 'not-mounted', path: '/var/lib/kubelet/pods/1/volumes/v~d/x' } },
};
