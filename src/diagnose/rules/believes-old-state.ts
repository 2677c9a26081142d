import type { Rule } from '../rule.ts';

export const believesOldState: Rule = {
  id: 'believes-old-state',
  title: 'the driver answers "already mounted", by its own memory',
  symptoms: [49],
  when: [
    {
      on: 'answer',
      certainty: 'guess',
      where: {
        command: /^mount(?:device)?$/,
        outcome: /^success$/,
        message: /already (?:mounted|attached)/i,
      },
    },
  ],
  cause:
    'The kubelet calls {command} only where it sees no mount. "Already" then comes from a state file that outlived a reboot, and nothing is mounted.',
  mend: 'Ask the mount table, not a file.',
  attempts: ['mountpoint -q "$2" || mount ...'],
  reference: 'https://github.com/kubernetes/kubernetes/issues/51982',
  example: { answer: { command: 'mount', output: '{"status":"Success","message":"already mounted"}' } },
  nearMiss: { answer: { command: 'mount', output: '{"status":"Success","message":"mounted"}' } },
};
