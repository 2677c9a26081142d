import type { Rule } from '../rule.ts';

export const badEscape: Rule = {
  id: 'bad-escape',
  title: 'a backslash stands before a character that JSON does not escape',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { context: /^in string escape code$/, rest: /^(?<character>[\s\S])/ },
    },
  ],
  cause:
    'JSON knows `\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX` and nothing else; here a backslash stands before `{character}`. It comes with Windows paths, patterns, and quotes that were escaped for the shell (\\\').',
  mend: 'Double each backslash that belongs to the text; or let a tool write the JSON.',
  attempts: [`jq -cn --arg m "$message" '{status:"Failure",message:$m}'`],
  reference: 'recorded: responses',
  example: {
    answer: { command: 'mount', output: '{"status":"Failure","message":"no share nas\\data"}', exit: 1 },
  },
  nearMiss: { answer: { command: 'mount', output: '{"status":"Failure","message":"a\\\\b"}', exit: 1 } },
};
