import type { Rule } from '../rule.ts';

export const emptyValue: Rule = {
  id: 'empty-value',
  title: 'a value is missing: a variable was empty',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        context: /^looking for beginning of value$/,
        before: /"\s*:\s*$/,
        rest: /^[,}]/,
        key: /(?<key>.+)/,
      },
    },
  ],
  cause:
    'Nothing stands where the value of `{key}` should be. A variable that was pasted in without quotes was empty.',
  mend: 'Check the value before it is printed, or leave the member out.',
  attempts: [`[ -n "$value" ] || fail "no value for {key}"`],
  reference: 'recorded: responses',
  example: { answer: { command: 'expandvolume', output: '{"status":"Success","volumeNewSize":}' } },
  nearMiss: { answer: { command: 'expandvolume', output: '{"status":"Success","volumeNewSize":x}' } },
};
