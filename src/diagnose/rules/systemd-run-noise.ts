import type { Rule } from '../rule.ts';

export const systemdRunNoise: Rule = {
  id: 'systemd-run-noise',
  title: 'systemd-run tells what it does, in the middle of the answer',
  symptoms: [34],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { output: /(?<line>Running (?:scope )?as unit:? ?[^\n]*)/ },
    },
  ],
  cause:
    '"{line}" is written to stderr by systemd-run, which is the right tool to keep a FUSE daemon out of the cgroup of the kubelet, and the kubelet reads it as part of the answer.',
  mend: 'Silence it.',
  attempts: ['systemd-run --quiet --scope -- sshfs ... >/dev/null 2>&1'],
  reference:
    'https://github.com/Azure/kubernetes-volume-drivers/pull/104, https://github.com/kubernetes/kubernetes/pull/49640',
  example: {
    answer: { command: 'mount', output: 'Running scope as unit: run-r1.scope\n{"status":"Success"}' },
  },
  nearMiss: { answer: { command: 'mount', output: 'Running mount\n{"status":"Success"}' } },
};
