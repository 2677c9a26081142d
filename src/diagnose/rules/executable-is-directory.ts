import type { Rule } from '../rule.ts';

export const executableIsDirectory: Rule = {
  id: 'executable-is-directory',
  title: 'a directory has the name of the executable',
  symptoms: [],
  when: [
    {
      on: 'machine',
      certainty: 'certain',
      where: { fact: /^executable-is-directory$/, path: /(?<file>.+)/ },
    },
  ],
  cause:
    '{file} is a directory, and the kubelet tries to execute it ("permission denied"). A volume mount of one file that was missing makes a directory of its name.',
  mend: 'Put the executable there.',
  attempts: ['ls -la {file}'],
  reference: 'recorded: discovery, directory-as-executable',
  example: { machine: { files: { 'example.com~nas/nas/nas': '#!/bin/sh\n' } } },
  nearMiss: {
    machine: {
      files: {
        'example.com~nas/nas': '#!/bin/sh\necho \'{"status":"Success"}\'\n',
        'example.com~nas/lib/x': 'x',
      },
    },
  },
};
