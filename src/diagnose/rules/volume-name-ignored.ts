import type { Rule } from '../rule.ts';

export const volumeNameIgnored: Rule = {
  id: 'volume-name-ignored',
  title: 'the name that getvolumename answers is not used',
  symptoms: [39],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { command: /^getvolumename$/, outcome: /^success$/, volumeName: /(?<name>.+)/ },
    },
  ],
  cause:
    'Since 1.6.5 the kubelet reads the answer and goes on with the spec name (the PV, or the volume in the pod), not with "{name}". Paths, detach and the log use the spec name.',
  mend: 'Answer Not supported, unless a failure here should stop the volume. Give volumes that are one the same PV.',
  attempts: [`getvolumename) echo '{"status":"Not supported"}'; exit 1 ;;`],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/67467, https://github.com/kubernetes/kubernetes/issues/44737',
  example: { answer: { command: 'getvolumename', output: '{"status":"Success","volumeName":"nas-7"}' } },
  nearMiss: { answer: { command: 'getvolumename', output: '{"status":"Not supported"}', exit: 1 } },
};
