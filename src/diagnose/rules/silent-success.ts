import type { Rule } from '../rule.ts';

export const silentSuccess: Rule = {
  id: 'silent-success',
  title: 'the driver ended well without a word',
  symptoms: [5],
  when: [{ on: 'answer', certainty: 'guess', where: { context: /^end$/, output: /^\s*$/, exit: /^$/ } }],
  cause:
    'The driver exited with 0 and wrote nothing. Most often a `case` has no branch for `{command}`, the answer goes to a file (`exec >log`), or the executable is another one than you think.',
  mend: 'Answer every command: what the driver does not do, with Not supported.',
  attempts: [
    `*) echo '{"status":"Not supported"}'; exit 1 ;;   # the last branch of the case`,
    '{file|./driver} {command} 2>&1 </dev/null | od -c   # what is really written',
  ],
  reference:
    'https://github.com/rancher/rke2/issues/4059, https://github.com/projectcalico/calico/issues/3833',
  example: { answer: { command: 'init', output: '' } },
  nearMiss: { answer: { command: 'init', output: '{' } },
};
