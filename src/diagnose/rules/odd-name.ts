import type { Rule } from '../rule.ts';

export const oddName: Rule = {
  id: 'odd-name',
  title: 'the name of the driver does not survive the way to the kubelet',
  symptoms: [14],
  when: [
    { on: 'machine', certainty: 'certain', where: { fact: /^odd-name$/, directory: /(?<directory>.+)/ } },
    {
      on: 'log',
      certainty: 'guess',
      where: { log: /no volume plugin matched/, drivers: /(?<directory>\S*:\S*)/ },
    },
  ],
  cause:
    'The name `{directory}` {what|has a character that is escaped on the way}. Init succeeds, and no volume ever finds the driver.',
  mend: 'Use lower-case letters, digits, dots and hyphens, and exactly one `~`.',
  attempts: [],
  reference: 'https://github.com/kubernetes/kubernetes/issues/57510',
  example: { machine: { files: { 'example.com:443~nas/nas': '#!/bin/sh\n' } } },
  nearMiss: { machine: { files: { 'example.com~nas/nas': '#!/bin/sh\necho \'{"status":"Success"}\'\n' } } },
};
