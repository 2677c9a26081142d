import type { Rule } from '../rule.ts';

export const attachAssumed: Rule = {
  id: 'attach-assumed',
  title: 'the kubelet assumes attach: true, because init does not say otherwise',
  symptoms: [21],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { command: /^init$/, outcome: /^success$/, keys: /^(?!(?:.* )?capabilities\.attach\b)/ },
    },
    { on: 'log', certainty: 'guess', where: { log: /timeout expired waiting for volumes to attach/ } },
  ],
  cause:
    'Where init names no `capabilities.attach`, the kubelet takes it for true: the pod waits until the controller-manager has called attach, which needs the driver there too. A driver that has no attach then waits for ever, without being called.',
  mend: 'Say it in the answer to init. With attach: false the driver is only needed on nodes.',
  attempts: [`echo '{"status":"Success","capabilities":{"attach":false}}'`],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/47109, https://github.com/kubernetes/kubernetes/issues/46882, https://github.com/rexray/rexray/issues/985',
  example: { answer: { command: 'init', output: '{"status":"Success"}' } },
  nearMiss: { answer: { command: 'init', output: '{"status":"Success","capabilities":{"attach":true}}' } },
};
