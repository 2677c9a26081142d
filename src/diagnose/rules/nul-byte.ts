import type { Rule } from '../rule.ts';

export const nulByte: Rule = {
  id: 'nul-byte',
  title: 'a NUL byte stands in the output',
  symptoms: [],
  when: [{ on: 'answer', certainty: 'certain', where: { rest: /^\0/, inString: /^$/ } }],
  cause:
    'The kubelet stopped at a byte of value 0. Most often a C program printed one byte too many (the end of a string), or the text is UTF-16.',
  mend: 'Print the text without the byte that ends it.',
  attempts: ['{file|./driver} {command} | od -c | head', 'write(1, text, strlen(text));   // not sizeof'],
  reference: 'recorded: responses',
  example: { answer: { command: 'init', output: '{"status":"Success"}\0' } },
  nearMiss: { answer: { command: 'init', output: '{"status":"Success\\u0000"}' } },
};
