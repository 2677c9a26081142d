import type { Rule } from '../rule.ts';

export const toolMissing: Rule = {
  id: 'tool-missing',
  title: 'the script calls a tool that the kubelet does not find',
  symptoms: [2, 48],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        output:
          /(?:^|\n|")[^\n:"]{1,300}: (?:line )?\d+: (?:[^\n:]+: )?(?<tool>[\w.+-]+): (?:command )?not found/,
      },
    },
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        output: /(?:^|\n|")(?:[\w./-]*\/)?(?:ba|da|k|z)?sh: (?<tool>[\w.+-]+): (?:command )?not found/,
      },
    },
    {
      on: 'answer',
      certainty: 'guess',
      where: { unread: /^yes$/, quoted: /^\/$/, context: /^looking for beginning of value$/ },
    },
    { on: 'machine', certainty: 'guess', where: { fact: /^tool-missing$/, tool: /(?<tool>.+)/ } },
  ],
  cause:
    'The script calls {tool|a tool that is not named here}, and the shell does not find it on the PATH that the kubelet has, which is shorter than that of a login shell. The complaint went to stderr, which the kubelet reads as part of the answer.',
  mend: 'Install {tool|it} on every node (and in the container, where the kubelet or the controller-manager runs in one), or set PATH at the top of the script. Let init test for it, so that the cause is told at once.',
  attempts: [
    "tr '\\0' '\\n' </proc/$(pgrep -xo kubelet)/environ | grep ^PATH=   # the PATH that counts",
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH',
    'command -v {tool|jq} >/dev/null || { echo \'{"status":"Failure","message":"{tool|jq} is not installed"}\'; exit 1; }',
  ],
  reference:
    'https://github.com/Azure/kubernetes-keyvault-flexvol/issues/113, https://github.com/Azure/kubernetes-volume-drivers/issues/14, https://github.com/dims/docker-flexvol/issues/6',
  over: ['script-error', 'silent-failure'],
  example: {
    answer: {
      command: 'mount',
      output:
        '/usr/libexec/kubernetes/kubelet-plugins/volume/exec/example.com~nas/nas: line 12: jq: command not found\n',
      exit: 127,
    },
  },
  nearMiss: {
    answer: { command: 'mount', output: '{"status":"Failure","message":"share not found"}', exit: 1 },
  },
};
