import type { Rule } from '../rule.ts';

export const optionNotRead: Rule = {
  id: 'option-not-read',
  title: 'an option that was given is not one that the driver reads',
  symptoms: [46],
  when: [
    {
      on: 'machine',
      certainty: 'guess',
      where: { fact: /^option-not-read$/, option: /(?<option>.+)/, similar: /(?<similar>.+)/ },
    },
  ],
  cause:
    'The volume gives the option `{option}`. The text of the driver never speaks of it, and speaks of `{similar}`: an option under another name is ignored without a word.',
  mend: 'Write the option as the driver reads it.',
  attempts: ['grep -n -i "{option}" {path}'],
  reference: 'https://github.com/rancher/rancher/issues/14606',
  example: {
    fact: { fact: 'option-not-read', option: 'mountoptions', similar: 'mountOptions', path: '/exec/v~d/d' },
  },
  nearMiss: { fact: { fact: 'option-not-read', option: 'mountoptions', path: '/exec/v~d/d' } },
};
