import type { Rule } from '../rule.ts';

export const notAnObject: Rule = {
  id: 'not-an-object',
  title: 'the answer is JSON, and no object',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { error: /^json: cannot unmarshal (?<found>\w+).* into Go value of type flexvolume\.\w+$/ },
    },
  ],
  cause: 'The answer must be one object with a status; it is a {found}.',
  mend: 'Answer with an object.',
  attempts: [`echo '{"status":"Success"}'`],
  reference: 'recorded: responses',
  example: { answer: { command: 'init', output: '[{"status":"Success"}]' } },
  nearMiss: { answer: { command: 'init', output: '{"status":"Success"}' } },
};
