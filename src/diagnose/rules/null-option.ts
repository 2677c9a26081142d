import type { Rule } from '../rule.ts';

export const nullOption: Rule = {
  id: 'null-option',
  title: 'the word null stands where an option was not given',
  symptoms: [25],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { output: /\bmount\b[^\n]{0,400}?(?<found>[,=]null\b)/, outcome: /^failure$/ },
    },
  ],
  cause:
    'The driver reads an option that is absent with `jq -r`, which prints the word null for it, and passes that on (`{found}`).',
  mend: 'Give each optional option a default.',
  attempts: [`opts=$(printf %s "$json" | jq -r '.mountOptions // empty')`],
  reference: 'https://github.com/juliohm1978/kubernetes-cifs-volumedriver/issues/1',
  example: {
    answer: {
      command: 'mount',
      output:
        '{"status":"Failure","message":"mount -t cifs -o credentials=/tmp/c,null,rw //nas/data: returncode 32"}',
      exit: 1,
    },
  },
  nearMiss: {
    answer: {
      command: 'mount',
      output: '{"status":"Failure","message":"mount -o rw: null device"}',
      exit: 1,
    },
  },
};
