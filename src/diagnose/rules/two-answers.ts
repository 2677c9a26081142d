import type { Rule } from '../rule.ts';

export const twoAnswers: Rule = {
  id: 'two-answers',
  title: 'the driver answered twice',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { context: /^after top-level value$/, read: /./, rest: /^\{/, document: /./ },
    },
    {
      on: 'answer',
      certainty: 'guess',
      where: { unread: /^yes$/, quoted: /^\{$/, context: /^after top-level value$/ },
    },
  ],
  cause:
    'Two answers stand one after the other. Most often a function answers and the script goes on to the end of its `case`, or a trap answers once more.',
  mend: 'End the script with the answer.',
  attempts: [`answer() { printf '%s\\n' "$1"; exit "\${2:-0}"; }   # called instead of echo`],
  reference: 'recorded: responses',
  over: ['text-after-answer'],
  example: {
    answer: { command: 'mount', output: '{"status":"Failure","message":"x"}\n{"status":"Success"}\n' },
  },
  nearMiss: { answer: { command: 'mount', output: '{"status":"Success"}\n{' } },
};
