import type { Rule } from '../rule.ts';

export const colouredOutput: Rule = {
  id: 'coloured-output',
  title: 'colours of a terminal stand in the answer',
  symptoms: [],
  when: [
    { on: 'answer', certainty: 'certain', where: { rest: /^\x1b(?<code>\[[\d;]*[A-Za-z])/ } },
    {
      on: 'answer',
      certainty: 'certain',
      where: { unread: /^yes$/, quoted: /^\\x1b$/, context: /^looking for beginning of value$/ },
    },
  ],
  cause:
    'The byte is ESC: a sequence that colours a terminal (`\\x1b{code|[...}`) was written around the answer, or by a tool that colours its messages.',
  mend: 'Write no colours unless stdout is a terminal.',
  attempts: ['export NO_COLOR=1 TERM=dumb', 'jq -M ...'],
  reference: 'recorded: responses',
  example: { answer: { command: 'init', output: '\x1b[32m{"status":"Success"}\x1b[0m' } },
  nearMiss: { answer: { command: 'init', output: '\x1b{"status":"Success"}' } },
};
