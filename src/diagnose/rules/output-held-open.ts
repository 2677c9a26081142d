import type { Rule } from '../rule.ts';

export const outputHeldOpen: Rule = {
  id: 'output-held-open',
  title: 'something keeps the output open after the driver has gone',
  symptoms: [],
  when: [
    { on: 'answer', certainty: 'certain', where: { held: /(?<held>.+)/ } },
    { on: 'machine', certainty: 'certain', where: { fact: /^output-held-open$/, held: /(?<held>.+)/ } },
  ],
  cause:
    'The driver exited, and a child of it kept stdout or stderr open for {held} more. The call ends only when both are closed, so the kubelet waits for the child; for one that stays, for ever.',
  mend: 'Close the outputs of what stays in the background.',
  attempts: ['daemon >/dev/null 2>&1 </dev/null &'],
  reference: 'recorded: discovery, background-holds-stdout and background-detached',
  over: ['slow-init'],
  example: { fact: { fact: 'output-held-open', held: '3.0 s' } },
  nearMiss: {
    machine: {
      files: {
        'example.com~nas/nas':
          '#!/bin/sh\nsleep 1 >/dev/null 2>&1 </dev/null &\necho \'{"status":"Success","capabilities":{"attach":false}}\'\n',
      },
    },
  },
};
