import type { Rule } from '../rule.ts';

export const initNotSupported: Rule = {
  id: 'init-not-supported',
  title: 'init must be supported',
  symptoms: [],
  when: [{ on: 'answer', certainty: 'certain', where: { command: /^init$/, outcome: /^not-supported$/ } }],
  cause:
    'The driver answers Not supported to init, as it may to every other command. The kubelet takes that for a failure, and does not load the driver.',
  mend: 'Answer Success to init, with the capabilities.',
  attempts: [`init) echo '{"status":"Success","capabilities":{"attach":false}}'; exit 0 ;;`],
  reference: 'recorded: init-not-supported',
  example: { answer: { command: 'init', output: '{"status":"Not supported"}', exit: 1 } },
  nearMiss: { answer: { command: 'attach', output: '{"status":"Not supported"}', exit: 1 } },
};
