import type { Rule } from '../rule.ts';

export const successWithFailingExit: Rule = {
  id: 'success-with-failing-exit',
  title: 'the answer says Success and the exit code says failure',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { outcome: /^failure$/, status: /^Success$/, exit: /^exit status (?<code>\d+)$/ },
    },
    {
      on: 'log',
      certainty: 'certain',
      where: {
        log: /FlexVolume: driver bug: (?<executable>\S+): exec error \((?:exit status (?<code>\d+))\) but no error in response/,
      },
    },
  ],
  cause:
    'The driver answered Success and ended with exit code {code}. The kubelet takes it for a failure, and the pod sees nothing but `exit status {code}`. What the driver did stays done: a volume that it mounted is mounted.',
  mend: 'Exit with 0 after Success. Most often the exit code is that of the last command in the script.',
  attempts: [`echo '{"status":"Success"}'; exit 0`],
  reference: 'recorded: responses, mount-success-nonzero-exit',
  example: { answer: { command: 'mount', output: '{"status":"Success"}', exit: 1 } },
  nearMiss: { answer: { command: 'mount', output: '{"status":"Not supported"}', exit: 1 } },
};
