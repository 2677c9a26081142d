import type { Rule } from '../rule.ts';

export const nothingRead: Rule = {
  id: 'nothing-read',
  title: 'the kubelet read nothing: the driver was not executed, or ended without a word',
  symptoms: [5],
  when: [
    {
      on: 'answer',
      certainty: 'guess',
      where: { context: /^end$/, output: /^\s*$/, untold: /^exit$/ },
    },
    { on: 'answer', certainty: 'guess', where: { unread: /^yes$/, context: /^end$/ } },
  ],
  cause:
    'Nothing here tells how the driver ended. Most often only its directory is there and the executable is not, or it may not be executed, or its interpreter is missing; the error is the same for a driver that ran and wrote nothing.',
  mend: 'The warning that the kubelet writes in the same moment tells which: `fork/exec` is a driver that was not executed, `exit status` one that failed without a word; no warning at all, one that ended with 0.',
  attempts: [
    'journalctl -u kubelet --no-pager | grep "FlexVolume: driver call failed" | flexcert explain',
    'flexcert doctor {pluginDirectory|/usr/libexec/kubernetes/kubelet-plugins/volume/exec}',
  ],
  reference:
    'https://github.com/rancher/rke2/issues/4059, https://github.com/projectcalico/calico/issues/3833',
  example: {
    log: [
      'E0222 20:31:02.000001    1234 driver-call.go:266] Failed to unmarshal output for command: init, output: "", error: unexpected end of JSON input',
      'E0222 20:31:02.000002    1234 plugins.go:734] Error dynamically probing plugins: Error creating Flexvolume plugin from directory example.com~nas, skipping. Error: unexpected end of JSON input',
    ].join('\n'),
  },
  nearMiss: {
    log: [
      'E0222 20:31:02.000001    1234 driver-call.go:266] Failed to unmarshal output for command: init, output: "", error: unexpected end of JSON input',
      'W0222 20:31:02.000002    1234 driver-call.go:150] FlexVolume: driver call failed: executable: /exec/example.com~nas/nas, args: [init], error: exit status 2, output: ""',
    ].join('\n'),
  },
};
