import type { Rule } from '../rule.ts';

export const textAfterAnswer: Rule = {
  id: 'text-after-answer',
  title: 'something was written after the answer',
  symptoms: [],
  general: true,
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { context: /^after top-level value$/, read: /./, rest: /^(?<line>[^\n]+)/ },
    },
  ],
  cause:
    'The answer was complete, and "{line}" came after it. The kubelet reads everything until both outputs are closed, also what a child writes later.',
  mend: 'Let the answer be the last thing that is written, and close the outputs of what stays in the background.',
  attempts: [
    'daemon >/dev/null 2>&1 </dev/null &',
    'exec 3>&1 >>/var/log/my-driver.log 2>&1   # first line of the script; the answer goes to >&3',
  ],
  reference: 'recorded: responses, mount-garbage-output',
  example: { answer: { command: 'mount', output: '{"status":"Success"}\ndone\n' } },
  nearMiss: { answer: { command: 'mount', output: '{"status":"Success"}\n\n' } },
};
