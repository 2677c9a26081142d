import type { Rule } from '../rule.ts';

export const notMounted: Rule = {
  id: 'not-mounted',
  title: 'nothing is mounted where a pod has its volume',
  symptoms: [35, 49],
  when: [{ on: 'machine', certainty: 'guess', where: { fact: /^not-mounted$/, path: /(?<directory>.+)/ } }],
  cause:
    '{directory} is a plain directory: the driver answered Success without a mount (after a reboot often because it believes its own old state), or mounted in a namespace of its own, and the pod writes to the disk of the node. (It may also be a volume that is just coming.)',
  mend: 'Look at the mount table before answering, not at a state file. A kubelet in a container needs the pods directory shared (`:rshared`).',
  attempts: [
    'findmnt -T {directory}',
    'findmnt -no PROPAGATION -T /var/lib/kubelet   # must say shared',
    'nsenter -t $(pgrep -xo kubelet) -m findmnt {directory}',
  ],
  reference:
    'https://github.com/rook/rook/issues/2371, https://github.com/coreos/coreos-kubernetes/issues/856, https://github.com/kubernetes/kubernetes/issues/51982',
  example: { fact: { fact: 'not-mounted', path: '/var/lib/kubelet/pods/1/volumes/v~d/x' } },
  nearMiss: {
    fact: { fact: 'symlink-for-volume', path: '/var/lib/kubelet/pods/1/volumes/v~d/x', target: '/mnt/x' },
  },
};
