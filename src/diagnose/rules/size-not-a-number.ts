import type { Rule } from '../rule.ts';

export const sizeNotANumber: Rule = {
  id: 'size-not-a-number',
  title: 'volumeNewSize is not a whole number',
  symptoms: [43],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        error:
          /^json: cannot unmarshal (?<found>.+) into Go (?:struct field \S*volumeNewSize of type|value of type) int64/,
      },
    },
  ],
  cause: 'volumeNewSize must be a JSON number of bytes, whole and without quotes; it is a {found}.',
  mend: 'Print the number of bytes without quotes, unit or decimal point.',
  attempts: [`printf '{"status":"Success","volumeNewSize":%d}\\n' "$bytes"`],
  reference: 'https://github.com/kubernetes/community/pull/3036; recorded: responses',
  over: ['wrong-type'],
  example: {
    answer: { command: 'expandvolume', output: '{"status":"Success","volumeNewSize":"2147483648"}' },
  },
  nearMiss: {
    answer: { command: 'expandvolume', output: '{"status":"Success","volumeNewSize":2147483648}' },
  },
};
