import type { Rule } from '../rule.ts';

export const executableMissing: Rule = {
  id: 'executable-missing',
  title: 'there is nothing to execute where the kubelet looks',
  symptoms: [5],
  when: [
    {
      on: 'answer',
      certainty: 'guess',
      where: { command: /^init$/, exec: /no such file or directory|executable file not found|^ENOENT$/ },
      unless: { program: /controller/, executable: /\/([^/~]+)\/\1$/ },
    },
    { on: 'machine', certainty: 'certain', where: { fact: /^executable-missing$/, path: /(?<file>.+)/ } },
  ],
  cause:
    'The directory of the driver is there and its executable is not: the kubelet wants {file|<vendor~driver>/<driver>}. {near|}',
  mend: 'Install the executable under exactly that name, without an extension; or remove the directory.',
  attempts: ['ls -la "$(dirname {file|<driver>})"'],
  reference:
    'https://github.com/rancher/rke2/issues/4059, https://github.com/projectcalico/calico/issues/3833',
  example: { machine: { files: { 'nodeagent~uds/uds.sh': '#!/bin/sh\n' } } },
  nearMiss: { machine: { files: { 'nodeagent~uds/uds': '#!/bin/sh\necho \'{"status":"Success"}\'\n' } } },
};
