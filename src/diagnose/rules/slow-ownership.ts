import type { Rule } from '../rule.ts';

export const slowOwnership: Rule = {
  id: 'slow-ownership',
  title: 'the kubelet changes the owner of every file of the volume',
  symptoms: [42],
  when: [
    { on: 'log', certainty: 'certain', where: { log: /Setting volume ownership for (?<directory>\S+)/ } },
  ],
  cause:
    'The pod has an fsGroup and the driver did not refuse it, so the kubelet walks through {directory} and changes each file, before the pod starts. On a big or shared volume that takes longer than a pod waits.',
  mend: 'Where the driver or the server sets ownership, say so in init. In the pod, fsGroupChangePolicy: OnRootMismatch spares the walk when the root is right already.',
  attempts: [`echo '{"status":"Success","capabilities":{"attach":false,"fsGroup":false}}'   # init`],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/69699, https://github.com/kubernetes/kubernetes/issues/68137, https://github.com/rook/rook/issues/2254',
  example: {
    log: 'W0326 16:30:36.749224    3879 volume_linux.go:49] Setting volume ownership for /var/lib/kubelet/pods/1/volumes/v~d/x and fsGroup set. If the volume has a lot of files then setting volume ownership could be slow, see https://github.com/kubernetes/kubernetes/issues/69699',
  },
  nearMiss: { log: 'W0326 16:30:36.749224    3879 volume_linux.go:49] perform recursive ownership change' },
};
