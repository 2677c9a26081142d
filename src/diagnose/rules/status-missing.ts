import type { Rule } from '../rule.ts';

export const statusMissing: Rule = {
  id: 'status-missing',
  title: 'the answer has no status',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        outcome: /^failure$/,
        status: /^$/,
        keys: /^(?!(?:.* )?(?:\u017f|s)tatu(?:\u017f|s)\b)(?<keys>.*)$/,
      },
    },
  ],
  cause: 'The answer names no `status` (it names: {keys|nothing}). An answer without it is a failure.',
  mend: 'Add the status.',
  attempts: [`echo '{"status":"Success"}'`],
  reference: 'recorded: responses',
  example: { answer: { command: 'mount', output: '{"state":"Success"}' } },
  nearMiss: { answer: { command: 'mount', output: '{"STATUS":"Success"}' } },
};
