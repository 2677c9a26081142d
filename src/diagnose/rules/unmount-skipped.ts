import type { Rule } from '../rule.ts';

export const unmountSkipped: Rule = {
  id: 'unmount-skipped',
  title: 'unmount is not called, because the directory is gone',
  symptoms: [50],
  when: [
    {
      on: 'log',
      certainty: 'certain',
      where: {
        log: /Unmount skipped because path does not exist: (?<directory>\S*?(?<last>[^/\s]+)\/?)(?=\s|$)/,
      },
    },
  ],
  cause:
    '{directory} was gone before the kubelet wanted to unmount it, so the driver was not asked. What it keeps elsewhere for this volume (a mount, a device, a daemon, a state file) stays.',
  mend: 'Keep nothing that only unmount takes away, and do not remove the directory elsewhere than in unmount.',
  attempts: ['findmnt | grep -F {last}; losetup -a'],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/37626, https://github.com/kubernetes/kubernetes/issues/51926',
  example: {
    log: 'W0222 20:31:02.123456    1234 unmounter.go:58] Warning: Unmount skipped because path does not exist: /var/lib/kubelet/pods/1/volumes/v~d/x',
  },
  nearMiss: {
    log: 'W1123 06:38:11.000001   24616 detacher.go:74] Warning: Path: /var/lib/kubelet/plugins/kubernetes.io/flexvolume/v/d/mounts/x already unmounted',
  },
};
