import type { Rule } from '../rule.ts';

export const wrongStatusWord: Rule = {
  id: 'wrong-status-word',
  title: 'the status is not one of the two words',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { outcome: /^failure$/, status: /^(?<found>\s*success\s*|ok|okay|succeeded|done)$/i },
      unless: { status: /^Success$/ },
    },
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        outcome: /^failure$/,
        status: /^(?<found>\s*not[ _-]?supported\s*|unsupported|not[ _-]?implemented)$/i,
      },
    },
  ],
  cause:
    'The status is "{found}". It must be exactly `Success` or exactly `Not supported`, in this case and without blanks around; everything else is a failure.',
  mend: 'Write the word as the kubelet reads it.',
  attempts: [`echo '{"status":"Success"}'`, `echo '{"status":"Not supported"}'`],
  reference: 'recorded: responses, status-wrong-case',
  example: { answer: { command: 'mount', output: '{"status":"success"}' } },
  nearMiss: { answer: { command: 'mount', output: '{"status":"Failure"}', exit: 1 } },
};
