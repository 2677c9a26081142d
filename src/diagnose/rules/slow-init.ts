import type { Rule } from '../rule.ts';

export const slowInit: Rule = {
  id: 'slow-init',
  title: 'init takes long',
  symptoms: [18],
  when: [{ on: 'machine', certainty: 'certain', where: { fact: /^slow-init$/, seconds: /(?<seconds>.+)/ } }],
  cause:
    'init took {seconds} s. The kubelet calls it at every change in the plugin directory, one driver after the other, and meanwhile no volume is looked up.',
  mend: 'Let init answer at once, without the network; look at the backend when a volume comes.',
  attempts: ['strace -f -r -e trace=network,execve {path}/* init'],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/58352, https://github.com/IBM/ubiquity-k8s/issues/79',
  example: {
    machine: {
      files: {
        'example.com~nas/nas':
          '#!/bin/sh\nsleep 1.2\necho \'{"status":"Success","capabilities":{"attach":false}}\'\n',
      },
    },
  },
  nearMiss: {
    machine: {
      files: {
        'example.com~nas/nas': '#!/bin/sh\necho \'{"status":"Success","capabilities":{"attach":false}}\'\n',
      },
    },
  },
};
