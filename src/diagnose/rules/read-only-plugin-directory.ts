import type { Rule } from '../rule.ts';

export const readOnlyPluginDirectory: Rule = {
  id: 'read-only-plugin-directory',
  title: 'the plugin directory cannot be made: /usr is read-only',
  symptoms: [11],
  when: [
    { on: 'log', certainty: 'certain', where: { log: /mkdir (?<directory>\S+): read-only file system/ } },
  ],
  cause:
    'The kubelet makes its plugin directory at start, and {directory} is on a read-only filesystem (CoreOS, Fedora CoreOS, k3OS, COS).',
  mend: 'Name a writable directory, to the kubelet and to the controller-manager alike, and install drivers there.',
  attempts: [
    '--volume-plugin-dir=/var/lib/kubelet/volumeplugins   # kubelet',
    '--flex-volume-plugin-dir=/var/lib/kubelet/volumeplugins   # kube-controller-manager',
  ],
  reference:
    'https://github.com/rancher/k3os/issues/282, https://github.com/rook/rook/issues/1120, https://github.com/coreos/bugs/issues/2201',
  example: {
    log: 'E0222 20:31:02.123456    1234 plugins.go:577] Error initializing dynamic plugin prober: Error (re-)creating driver directory: mkdir /usr/libexec/kubernetes: read-only file system',
  },
  nearMiss: {
    log: 'E0222 20:31:02.123456    1234 probe.go:247] Flexvolume prober watch: Error (re-)creating driver directory: mkdir /usr/libexec/kubernetes/kubelet-plugins/volume/exec: no such file or directory',
  },
};
