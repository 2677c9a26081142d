import type { Rule } from '../rule.ts';

export const unmountNotRepeatable: Rule = {
  id: 'unmount-not-repeatable',
  title: 'unmount fails when there is nothing left to unmount',
  symptoms: [31],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        command: /^unmount(?:device)?$/,
        outcome: /^failure$/,
        output:
          /(?<words>[Nn]ot (?:currently )?mounted|[Nn]o mount ?point(?: specified)?|[Nn]ot a mount ?point|[Nn]o such file or directory|[Mm]ount ?point not found)/,
      },
      unless: { exec: /./, output: /: (?:line )?\d+: |\/env: / },
    },
  ],
  cause:
    'The volume is gone already ("{words}"), which is what {command} was asked for, and the driver calls it a failure. The kubelet repeats it for ever, and the pod stays in Terminating.',
  mend: 'Answer Success when nothing is mounted there.',
  attempts: [`mountpoint -q "$2" || { echo '{"status":"Success"}'; exit 0; }`],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/30930, https://github.com/IBM/ubiquity-k8s/pull/205',
  example: {
    answer: {
      command: 'unmount',
      output: '{"status":"Failure","message":"umount: /var/lib/kubelet/pods/1/volumes/v~d/x: not mounted."}',
      exit: 1,
    },
  },
  nearMiss: {
    answer: {
      command: 'unmount',
      output: '{"status":"Failure","message":"umount: target is busy."}',
      exit: 1,
    },
  },
};
