import type { Rule } from '../rule.ts';

export const glogLine: Rule = {
  id: 'glog-line',
  title: 'a line of glog or klog stands in the answer',
  symptoms: [1],
  when: [
    { on: 'answer', certainty: 'certain', where: { rest: /^(?<line>[IWEF]\d{4} \d\d:\d\d:\d\d[^\n]*)/ } },
    { on: 'answer', certainty: 'guess', where: { rest: /^(?<line>[IWEF]\d{4} \S[^\n]*)/ } },
    {
      on: 'answer',
      certainty: 'guess',
      where: { unread: /^yes$/, quoted: /^[IWEF]$/, context: /^looking for beginning of value$/ },
    },
  ],
  cause:
    'The driver logs with glog or klog, which write to stderr: {line|the line itself is not told here}. The kubelet reads stdout and stderr as one text, so the log line is part of the answer.',
  mend: 'Send the log to a file, or to nowhere, and keep both outputs for the one line of JSON.',
  attempts: [
    'flag.Set("logtostderr", "false"); flag.Set("log_file", "/var/log/my-driver.log")   # in main(), before the first log line',
    'exec /usr/local/bin/my-driver.bin "$@" 2>>/var/log/my-driver.log   # or a wrapper script in its place',
  ],
  reference: 'https://github.com/Azure/kubernetes-keyvault-flexvol/issues/83',
  example: {
    answer: {
      command: 'mount',
      output: 'I0222 20:31:02.764330   20741 adapter.go:32] starting\n{"status":"Success"}\n',
    },
  },
  nearMiss: { answer: { command: 'mount', output: 'Info: starting\n{"status":"Success"}\n' } },
};
