import type { Rule } from '../rule.ts';

export const otherPluginDirectory: Rule = {
  id: 'other-plugin-directory',
  title: 'the kubelet that runs here looks in another directory',
  symptoms: [47],
  when: [
    {
      on: 'machine',
      certainty: 'certain',
      where: { fact: /^other-plugin-directory$/, used: /(?<used>.+)/, path: /(?<directory>.+)/ },
    },
  ],
  cause:
    'The running kubelet (pid {pid}) takes drivers from {used}{where|}, not from {directory}. A kubelet in a container sees the directory that is mounted into it.',
  mend: 'Install the driver there, or give the kubelet this directory.',
  attempts: ['ls -l /proc/{pid}/root{used}', "tr '\\0' ' ' </proc/{pid}/cmdline"],
  reference:
    'https://github.com/rancher/rancher/issues/13897, https://github.com/rancher-archives/rke/issues/140, https://github.com/kubernetes/kubernetes/issues/47561',
  example: {
    fact: {
      fact: 'other-plugin-directory',
      pid: '812',
      used: '/var/lib/kubelet/volumeplugins',
      path: '/usr/libexec/x',
    },
  },
  nearMiss: { fact: { fact: 'noexec', path: '/usr/libexec/x', mount: '/usr' } },
};
