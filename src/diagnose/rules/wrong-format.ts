import type { Rule } from '../rule.ts';

export const wrongFormat: Rule = {
  id: 'wrong-format',
  title: 'the executable is nothing that this machine can execute',
  symptoms: [10],
  when: [
    { on: 'answer', certainty: 'guess', where: { exec: /exec format error|^ENOEXEC$/ } },
    {
      on: 'machine',
      certainty: 'certain',
      where: { fact: /^(?:wrong-architecture|no-interpreter-line)$/, path: /(?<file>.+)/ },
    },
  ],
  cause:
    'The kernel cannot execute it: {what|a binary for another architecture, or a script whose first line is no `#!` (an empty file and a byte order mark count)}.',
  mend: 'Install the binary of this architecture; begin a script with `#!/bin/sh` in its very first bytes.',
  attempts: ['file {file|<driver>}; uname -m', 'head -c 16 {file|<driver>} | od -c'],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/101901, https://github.com/labring/sealos/issues/625',
  example: { machine: { files: { 'example.com~nas/nas': 'echo \'{"status":"Success"}\'\n' } } },
  nearMiss: { machine: { files: { 'example.com~nas/nas': '#!/bin/sh\necho \'{"status":"Success"}\'\n' } } },
};
