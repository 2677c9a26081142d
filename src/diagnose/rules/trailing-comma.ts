import type { Rule } from '../rule.ts';

export const trailingComma: Rule = {
  id: 'trailing-comma',
  title: 'a comma stands before the closing bracket',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        context: /^looking for beginning of (?:object key string|value)$/,
        before: /,\s*$/,
        rest: /^[}\]]/,
      },
    },
    {
      on: 'answer',
      certainty: 'certain',
      where: { unread: /^yes$/, context: /^looking for beginning of object key string$/, quoted: /^\}$/ },
    },
  ],
  cause: 'JSON has no comma after the last member.',
  mend: 'Take the comma out; or let a tool write the JSON.',
  attempts: ['{file|./driver} {command} | jq .   # says the place as well'],
  reference: 'recorded: responses',
  example: { answer: { command: 'init', output: '{"status":"Success",}' } },
  nearMiss: { answer: { command: 'init', output: '{"status":"Success",,}' } },
};
