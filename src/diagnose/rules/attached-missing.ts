import type { Rule } from '../rule.ts';

export const attachedMissing: Rule = {
  id: 'attached-missing',
  title: 'isattached answers Success and does not say attached: true',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { command: /^isattached$/, outcome: /^success$/, attached: /^false$/ },
    },
  ],
  cause:
    'Success without `"attached": true` means "not attached": the controller marks the volume as detached and calls attach again, though it may be mounted.',
  mend: 'Name the member, also when it is true; where the driver cannot tell, answer Not supported.',
  attempts: [`echo '{"status":"Success","attached":true}'`],
  reference: 'recorded: isattached-false',
  example: { answer: { command: 'isattached', output: '{"status":"Success"}' } },
  nearMiss: { answer: { command: 'isattached', output: '{"status":"Success","attached":true}' } },
};
