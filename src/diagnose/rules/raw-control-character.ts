import type { Rule } from '../rule.ts';

export const rawControlCharacter: Rule = {
  id: 'raw-control-character',
  title: 'a string holds a line break or another control character as it is',
  symptoms: [23],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { context: /^in string literal$/, character: /(?<character>.+)/, key: /(?<key>.*)/ },
    },
    {
      on: 'answer',
      certainty: 'certain',
      where: { context: /^in string literal$/, character: /(?<character>.+)/ },
    },
    {
      on: 'answer',
      certainty: 'certain',
      where: { unread: /^yes$/, context: /^in string literal$/, quoted: /^(?<character>.+)$/ },
    },
  ],
  cause:
    'A string of the answer ("{key|the first one}") holds {character} as it is, where JSON wants it escaped. It most often comes with the output of a command, or with a secret or an option that ends in a line break.',
  mend: 'Let a tool write the JSON, or take such bytes out before.',
  attempts: [
    `jq -cn --arg m "$message" '{status:"Failure",message:$m}'`,
    `message=$(printf %s "$message" | tr '\\000-\\037"\\\\' ' ')   # without jq`,
  ],
  reference: 'https://github.com/Azure/kubernetes-keyvault-flexvol/issues/120',
  example: {
    answer: { command: 'mount', output: '{"status":"Failure","message":"bad secret\r\n"}', exit: 1 },
  },
  nearMiss: {
    answer: { command: 'mount', output: '{"status":"Failure","message":"bad secret\\r\\n"}\r\n', exit: 1 },
  },
};
