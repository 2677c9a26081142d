import type { Rule } from '../rule.ts';

export const interpreterMissing: Rule = {
  id: 'interpreter-missing',
  title: 'the interpreter in the first line of the script is missing',
  symptoms: [6],
  when: [
    {
      on: 'answer',
      certainty: 'guess',
      where: { command: /^init$/, exec: /no such file or directory|^ENOENT$/ },
      unless: { executable: /\/([^/~]+)\/\1$/ },
    },
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        output:
          /env: (?:can't execute )?['‘\xe2\x80\x98]*(?<interpreter>[\w.+-]+)['’\xe2\x80\x99]*: No such file or directory/,
        exit: /^exit status 127$/,
      },
    },
    {
      on: 'machine',
      certainty: 'certain',
      where: { fact: /^interpreter-missing$/, interpreter: /(?<interpreter>.+)/, path: /(?<file>.+)/ },
    },
  ],
  cause:
    'The kernel says "no such file" of a script that is there when the interpreter of its `#!` line is not ({interpreter|it is not told which}), or the loader of a binary. Images of kubelets and controller-managers often have no bash, and the latter no shell at all since 1.19.',
  mend: 'Name an interpreter that is there where the kubelet runs, or ship a static binary.',
  attempts: [
    'head -n 1 {file|<driver>}',
    'ls -l {interpreter|/bin/bash}   # in the container, where the kubelet runs in one',
  ],
  reference:
    'https://github.com/juliohm1978/kubernetes-cifs-volumedriver/issues/13, https://github.com/kubernetes/kubernetes/issues/63088',
  example: { machine: { files: { 'example.com~nas/nas': '#!/no/such/bash\n' } } },
  nearMiss: { machine: { files: { 'example.com~nas/nas': '#!/bin/sh\necho \'{"status":"Success"}\'\n' } } },
};
