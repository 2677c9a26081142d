import type { Rule } from '../rule.ts';

export const textBeforeAnswer: Rule = {
  id: 'text-before-answer',
  title: 'something was written before the answer',
  symptoms: [],
  general: true,
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        context:
          /^(?:looking for beginning of value|in literal .*|in numeric literal|after top-level value)$/,
        before: /^\S{0,4}\s*$|^$/,
        output: /^\n*(?<line>[^\n]+?)[ \t]*(?=\n|\{\s*")/,
        document: /./,
      },
      unless: { read: /./ },
    },
  ],
  cause:
    'There is an answer in it, and the driver or a tool that it called wrote "{line}" before it. The kubelet reads stdout and stderr as one text, from the first byte.',
  mend: 'Keep stdout and stderr for the answer alone: send what tools say to a file or to nowhere.',
  attempts: [
    'exec 3>&1 >>/var/log/my-driver.log 2>&1   # first line of the script; the answer goes to >&3',
    '{file|./driver} {command} 2>/dev/null   # is the answer alone on stdout?',
  ],
  reference: 'recorded: responses',
  example: { answer: { command: 'mount', output: 'mounting nas\n{"status":"Success"}' } },
  nearMiss: { answer: { command: 'mount', output: 'mounting nas\n' } },
};
