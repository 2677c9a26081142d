import type { Rule } from '../rule.ts';

export const killedBySignal: Rule = {
  id: 'killed-by-signal',
  title: 'the driver was ended by a signal',
  symptoms: [],
  when: [{ on: 'answer', certainty: 'certain', where: { exit: /^signal: (?<signal>.+)$/ } }],
  cause:
    'The driver did not exit, it was ended by a signal ({signal}). "killed" is most often the kernel short of memory, or an operator; "segmentation fault" is a defect in the driver or a library of it; "terminated" is the kubelet at the limit of waitforattach, or someone else.',
  mend: "Look for the kernel's side of it.",
  attempts: [
    'dmesg -T | grep -iE "killed process|segfault" | tail',
    'journalctl -k --since "-1h" | grep -i oom',
  ],
  reference: 'recorded: discovery, killed-by-signal and segv',
  over: ['silent-failure', 'answer-cut-off'],
  example: { answer: { command: 'init', output: '', signal: 'SIGKILL' } },
  nearMiss: { answer: { command: 'init', output: '', exit: 137 } },
};
