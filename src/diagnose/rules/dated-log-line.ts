import type { Rule } from '../rule.ts';

export const datedLogLine: Rule = {
  id: 'dated-log-line',
  title: 'a dated log line stands in the answer',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { output: /^(?<line>\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\n]*)/ },
    },
    {
      on: 'answer',
      certainty: 'guess',
      where: { unread: /^yes$/, quoted: /^-$/, context: /^after top-level value$/ },
    },
  ],
  cause:
    'A log line ("{line|the line itself is not told here}") was written to stdout or stderr, which the kubelet reads as one text.',
  mend: 'Send the log to a file, or to syslog.',
  attempts: [
    'logging.basicConfig(filename="/var/log/my-driver.log")   # Python',
    'exec 3>&1 >>/var/log/my-driver.log 2>&1   # sh: all output to the log; the answer goes to >&3',
  ],
  reference: 'recorded: responses, as of glog lines',
  example: {
    answer: { command: 'mount', output: '2024-03-01 12:00:00,123 INFO mounting\n{"status":"Success"}' },
  },
  nearMiss: { answer: { command: 'mount', output: '2024-03\n' } },
};
