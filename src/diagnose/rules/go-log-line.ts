import type { Rule } from '../rule.ts';

export const goLogLine: Rule = {
  id: 'go-log-line',
  title: "a line of Go's log package stands in the answer",
  symptoms: [19],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { output: /^(?<line>\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d[^\n]*)/ },
    },
    {
      on: 'answer',
      certainty: 'guess',
      where: { unread: /^yes$/, quoted: /^\/$/, context: /^after top-level value$/ },
    },
  ],
  cause:
    '"{line|2019/07/27 12:37:49 ...}" is Go\'s log package, which writes to stderr, and the kubelet reads both outputs as one text: the year reads as a number, and the `/` after it is one too many.',
  mend: 'Send the log elsewhere before the first line of it.',
  attempts: ['log.SetOutput(io.Discard)   // or a file'],
  reference: 'https://github.com/projectcalico/pod2daemon/pull/23',
  example: { answer: { command: 'init', output: '2019/07/27 12:37:49 cannot reach the array\n', exit: 1 } },
  nearMiss: { answer: { command: 'init', output: '2019\n' } },
};
