import type { Rule } from '../rule.ts';

export const successWithEmptyValues: Rule = {
  id: 'success-with-empty-values',
  title: 'the driver answers Success after a step that failed',
  symptoms: [3],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        output: /: (?<what>[\w.+/-]+: (?:command )?not found)[\s\S]*\{[\s\S]*"status"\s*:\s*"Success"/,
      },
    },
    {
      on: 'answer',
      certainty: 'certain',
      where: { outcome: /^success$/, device: /^(?<what>null|\/dev\/)$/ },
    },
    {
      on: 'answer',
      certainty: 'guess',
      where: { outcome: /^success$/, volumeName: /^(?<what>null|\/+|-+)$/ },
    },
  ],
  cause:
    'The driver went on after a step had failed (`{what}`), and answered Success all the same. What it does then rests on values that it never had: the volume is the wrong one, or none.',
  mend: 'Stop at the first failure, and check each value that was read from the options before it is used.',
  attempts: [
    'set -eu   # at the top of the script; and each value: name=$(jq -er .name) || fail "the option name is missing"',
  ],
  reference: 'https://github.com/kubernetes/kubernetes/issues/47066',
  example: {
    answer: {
      command: 'getvolumename',
      output: './lvm: line 20: jq: command not found\n{"status": "Success", "volumeName": "/"}\n',
    },
  },
  nearMiss: { answer: { command: 'getvolumename', output: '{"status":"Success","volumeName":"data/1"}' } },
};
