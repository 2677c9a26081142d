import type { Rule } from '../rule.ts';

export const writesInPluginDirectory: Rule = {
  id: 'writes-in-plugin-directory',
  title: 'something writes in the plugin directory',
  symptoms: [18],
  when: [
    {
      on: 'machine',
      certainty: 'guess',
      where: { fact: /^writes-in-plugin-directory$/, path: /(?<file>.+)/ },
    },
  ],
  cause:
    '{file} was written within the last hour. Each write below the plugin directory makes the kubelet probe the driver again, which is init; if init or another call writes there, it goes on for ever.',
  mend: 'Keep logs, locks and state elsewhere.',
  attempts: ['mkdir -p /run/my-driver /var/log/my-driver'],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/58352, https://github.com/rook/rook/issues/1501',
  example: {
    machine: {
      files: {
        'example.com~nas/nas': '#!/bin/sh\necho \'{"status":"Success","capabilities":{"attach":false}}\'\n',
        'example.com~nas/nas.log': 'x',
      },
    },
  },
  nearMiss: {
    machine: {
      files: {
        'example.com~nas/nas': '#!/bin/sh\necho \'{"status":"Success","capabilities":{"attach":false}}\'\n',
        'example.com~nas/README': 'x',
      },
    },
  },
};
