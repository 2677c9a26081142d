import type { Rule } from '../rule.ts';

export const notExecutable: Rule = {
  id: 'not-executable',
  title: 'the kubelet may not execute the driver',
  symptoms: [8],
  when: [
    { on: 'answer', certainty: 'guess', where: { exec: /permission denied|^EACCES$/ } },
    {
      on: 'machine',
      certainty: 'guess',
      where: { fact: /^not-executable-by-all$/, path: /(?<file>.+)/ },
    },
    { on: 'machine', certainty: 'certain', where: { fact: /^not-executable$/, path: /(?<file>.+)/ } },
  ],
  cause:
    'The run bit is missing for the one who calls ({mode|not for everyone}), or a directory on the way may not be searched. The controller-manager often runs as another user than root.',
  mend: 'Let everyone execute it.',
  attempts: ['chmod 0755 {file|<driver>}', 'namei -l {file|<driver>}   # every directory on the way'],
  reference:
    'https://github.com/projectcalico/pod2daemon/issues/78, https://github.com/kinvolk/lokomotive/issues/813',
  example: { machine: { files: { 'nodeagent~uds/uds': { text: '#!/bin/sh\n', mode: 0o550 } } } },
  nearMiss: {
    machine: {
      files: { 'nodeagent~uds/uds': { text: '#!/bin/sh\necho \'{"status":"Success"}\'\n', mode: 0o555 } },
    },
  },
};
