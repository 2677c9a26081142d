import type { Rule } from '../rule.ts';

export const usageText: Rule = {
  id: 'usage-text',
  title: 'an unknown command is answered with a usage text',
  symptoms: [20],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { rest: /^[^{]{0,400}\b[Uu]sage\b/ },
    },
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        message: /\b(?:[Uu]sage:|[Ii]nvalid (?:usage|command)|[Uu]nknown command)/,
        outcome: /^failure$/,
      },
    },
    {
      on: 'answer',
      certainty: 'guess',
      where: { unread: /^yes$/, quoted: /^U$/, context: /^looking for beginning of value$/ },
    },
  ],
  cause:
    'The driver does not know the command `{command}` and says so in its own words. The kubelet takes that for a failure; only the status `Not supported` makes it do the step itself.',
  mend: 'Answer Not supported to every command the driver does not have.',
  attempts: [`*) echo '{"status":"Not supported"}'; exit 1 ;;   # the last branch of the case`],
  reference:
    'https://github.com/sigma/cifs_k8s_plugin/issues/4, https://github.com/kubernetes/kubernetes/issues/45887',
  example: {
    answer: { command: 'getvolumename', output: 'Invalid usage. Usage: cifs mount <dir> <json>\n', exit: 1 },
  },
  nearMiss: {
    answer: { command: 'mount', output: '{"status":"Failure","message":"disk usage too high"}', exit: 1 },
  },
};
