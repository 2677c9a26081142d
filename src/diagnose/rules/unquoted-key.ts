import type { Rule } from '../rule.ts';

export const unquotedKey: Rule = {
  id: 'unquoted-key',
  title: 'the keys stand without quotes',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        context: /^looking for beginning of object key string$/,
        before: /[{,]\s*$/,
        rest: /^(?<key>[A-Za-z_]\w*)\s*:/,
      },
    },
    {
      on: 'answer',
      certainty: 'guess',
      where: {
        unread: /^yes$/,
        context: /^looking for beginning of object key string$/,
        quoted: /^[A-Za-z]$/,
      },
    },
  ],
  cause:
    'A key (`{key|its name is not told here}`) stands without quotes, which JavaScript and YAML allow and JSON does not. In the shell, quotes inside double quotes vanish: echo "{"status":"Success"}" prints none.',
  mend: 'Quote the keys: single quotes outside, double quotes inside.',
  attempts: [`echo '{"status":"Success"}'`],
  reference: 'recorded: responses',
  example: { answer: { command: 'init', output: '{status:Success}' } },
  nearMiss: { answer: { command: 'init', output: '{:1}' } },
};
