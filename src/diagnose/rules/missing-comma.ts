import type { Rule } from '../rule.ts';

export const missingComma: Rule = {
  id: 'missing-comma',
  title: 'a comma is missing between two members',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        context: /^after object key:value pair$/,
        before: /["}\]\dels]\s*$/,
        rest: /^"(?:status|message|device|volumeName|attached|capabilities|volumeNewSize|attach|fsGroup|selinuxRelabel|supportsMetrics|requiresFSResize|[A-Za-z]\w*)"\s*:/i,
      },
    },
  ],
  cause: 'Two members of the object stand side by side without a comma.',
  mend: 'Put the comma in; or let a tool write the JSON.',
  attempts: ['{file|./driver} {command} | jq .   # says the place as well'],
  reference: 'recorded: responses',
  example: { answer: { command: 'init', output: '{"status":"Success" "capabilities":{"attach":false}}' } },
  nearMiss: { answer: { command: 'init', output: '{"status":"Success"","device":"x"}' } },
};
