import type { Rule } from '../rule.ts';

export const wrongType: Rule = {
  id: 'wrong-type',
  title: 'a value has another type than the kubelet reads',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        error:
          /^json: cannot unmarshal (?<found>[\s\S]+?) into Go struct field [\w.]*?\.?(?<field>\w+) of type (?<wanted>\S+)$/,
      },
    },
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        error:
          /^json: cannot unmarshal (?<found>[\s\S]+?) into Go value of type (?<wanted>string|bool|int64)$/,
      },
    },
  ],
  cause:
    'The value of `{field|a member}` is a {found}, and the kubelet reads a {wanted} there. Quotes make text of true, false and numbers.',
  mend: 'Write it without quotes (or with, where a string is wanted).',
  attempts: [
    `{"status":"Success","attached":true,"capabilities":{"attach":false},"volumeNewSize":1073741824}   # each with its type`,
  ],
  reference: 'recorded: responses',
  example: { answer: { command: 'isattached', output: '{"status":"Success","attached":"true"}' } },
  nearMiss: { answer: { command: 'isattached', output: '{"status":"Success","attached":true}' } },
};
