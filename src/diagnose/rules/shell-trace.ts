import type { Rule } from '../rule.ts';

export const shellTrace: Rule = {
  id: 'shell-trace',
  title: 'the trace of `set -x` stands in the answer',
  symptoms: [],
  when: [
    { on: 'answer', certainty: 'certain', where: { rest: /^(?<line>\++ [^\n]+)/, before: /^$|\}\s*$/ } },
    {
      on: 'answer',
      certainty: 'guess',
      where: { unread: /^yes$/, quoted: /^\+$/, context: /^looking for beginning of value$/ },
    },
  ],
  cause:
    '`set -x` prints each command to stderr ("{line|the line itself is not told here}"), and the kubelet reads it as part of the answer.',
  mend: 'Send the trace to a file.',
  attempts: ['exec 2>>/var/log/my-driver.trace; set -x'],
  reference: 'recorded: responses, as of any text on stderr',
  example: { answer: { command: 'mount', output: '+ jq -r .share\n{"status":"Success"}\n' } },
  nearMiss: { answer: { command: 'mount', output: '+1' } },
};
