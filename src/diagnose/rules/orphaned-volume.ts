import type { Rule } from '../rule.ts';

export const orphanedVolume: Rule = {
  id: 'orphaned-volume',
  title: "a pod is gone and its volume's directory is not",
  symptoms: [28],
  when: [{ on: 'log', certainty: 'guess', where: { log: /[Oo]rphaned pod "?(?<uid>[\w-]+)"? found, but/ } }],
  cause:
    'Something is still in the directory of a pod that is gone: unmount answered Success and left the mount or a file, or the driver was not loaded when the kubelet started and could not be asked.',
  mend: 'See whether it is a mount or a file. Unmount a mount before anything is removed: a recursive remove through a live mount deletes the data of the volume.',
  attempts: [
    'grep {uid} /proc/self/mountinfo',
    'find /var/lib/kubelet/pods/{uid}/volumes -xdev',
    'umount /var/lib/kubelet/pods/{uid}/volumes/*/* && rmdir /var/lib/kubelet/pods/{uid}/volumes/*/*   # never rm -r',
  ],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/60987, https://github.com/kubernetes/kubernetes/issues/45464, https://github.com/kubernetes/kubernetes/issues/80972',
  example: {
    log: 'Feb 11 03:20:21 node kubelet: E0211 03:20:21.964740    1597 kubelet_volumes.go:140] Orphaned pod "626ab649-26c0-11e9-a791-001517ac3898" found, but volume paths are still present on disk : There were a total of 1 errors similar to this. Turn up verbosity to see them.',
  },
  nearMiss: {
    log: 'I0211 03:20:21.964740    1597 kubelet_volumes.go:160] Cleaned up orphaned pod volumes dir, podUID=626ab649, path=/x',
  },
};
