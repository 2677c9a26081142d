import type { Rule } from '../rule.ts';

export const answerCutOff: Rule = {
  id: 'answer-cut-off',
  title: 'the answer ends before it is complete',
  symptoms: [],
  when: [{ on: 'answer', certainty: 'certain', where: { context: /^end$/, output: /^\s*[{[]/ } }],
  cause:
    'The output ends in the middle of the JSON. The driver was stopped, or a quote or a bracket was never closed (what follows is then taken for text), or a percent sign in a printf format ate the rest.',
  mend: 'Look at the end of the output.',
  attempts: [
    '{file|./driver} {command} 2>&1 | tail -c 40 | od -c',
    `printf '%s\\n' "$json"   # in place of: printf "$json"`,
  ],
  reference: 'recorded: responses',
  example: { answer: { command: 'mount', output: '{"status":"Success","message":"moun' } },
  nearMiss: { answer: { command: 'mount', output: '' } },
};
