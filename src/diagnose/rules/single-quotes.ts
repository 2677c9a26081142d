import type { Rule } from '../rule.ts';

export const singleQuotes: Rule = {
  id: 'single-quotes',
  title: 'strings stand in single quotes',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        context: /^looking for beginning of (?:object key string|value)$/,
        before: /[{[,:]\s*$/,
        rest: /^'[\w ./-]*'/,
      },
    },
    {
      on: 'answer',
      certainty: 'certain',
      where: { unread: /^yes$/, context: /^looking for beginning of object key string$/, quoted: /^\\'$/ },
    },
  ],
  cause:
    'JSON knows double quotes alone. Single ones come from a Python dictionary that was printed, or from quotes of the shell that were turned round.',
  mend: 'Print with a JSON library, or turn the quotes round.',
  attempts: [
    'print(json.dumps(answer))   # in place of: print(answer)',
    `echo '{"status":"Success"}'   # single quotes outside`,
  ],
  reference: 'recorded: responses',
  example: { answer: { command: 'init', output: "{'status': 'Success'}" } },
  nearMiss: { answer: { command: 'init', output: '{"status": "it\'s"}' } },
};
