import type { Rule } from '../rule.ts';

export const noSyslog: Rule = {
  id: 'no-syslog',
  title: 'init needs a syslog that is not there',
  symptoms: [19],
  when: [{ on: 'answer', certainty: 'certain', where: { output: /Unix syslog delivery error/ } }],
  cause:
    'The driver opens syslog, and where the kubelet or the controller-manager runs (often a container) there is no /dev/log. It fails before it can answer, in words of its own.',
  mend: 'Go on without a log when none can be opened; init must answer without any surroundings.',
  attempts: [
    `if writer, err := syslog.New(syslog.LOG_INFO, "my-driver"); err == nil { log.SetOutput(writer) } else { log.SetOutput(io.Discard) }`,
  ],
  reference: 'https://github.com/projectcalico/pod2daemon/pull/23',
  over: ['go-log-line'],
  example: {
    answer: { command: 'init', output: '2019/07/27 12:37:49 Unix syslog delivery error\n', exit: 1 },
  },
  nearMiss: { answer: { command: 'init', output: '2019/07/27 12:37:49 no route to host\n', exit: 1 } },
};
