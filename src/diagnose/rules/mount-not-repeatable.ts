import type { Rule } from '../rule.ts';

export const mountNotRepeatable: Rule = {
  id: 'mount-not-repeatable',
  title: 'mount fails because it has been done already',
  symptoms: [32],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        command: /^(?:mount(?:device)?|attach)$/,
        outcome: /^failure$/,
        output: /(?<words>[Aa]lready (?:mounted|attached|exists|in use)|[Ff]ile exists|symlink exists)/,
      },
    },
  ],
  cause:
    'What {command} should do is done already ("{words}"), and the driver calls it a failure. After a restart the kubelet repeats {command} for volumes that are there, and after an answer that was lost.',
  mend: 'Answer Success when it is done already, with the same values as the first time.',
  attempts: [`mountpoint -q "$2" && { echo '{"status":"Success"}'; exit 0; }`],
  reference: 'https://github.com/IBM/ubiquity-k8s/pull/177; recorded: restart-pod-stays',
  example: {
    answer: {
      command: 'mount',
      output: '{"status":"Failure","message":"/mnt/data already mounted"}',
      exit: 1,
    },
  },
  nearMiss: { answer: { command: 'mount', output: '{"status":"Success","message":"already mounted"}' } },
};
