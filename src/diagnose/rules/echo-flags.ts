import type { Rule } from '../rule.ts';

export const echoFlags: Rule = {
  id: 'echo-flags',
  title: 'the flags of echo became part of the answer',
  symptoms: [4],
  when: [
    { on: 'answer', certainty: 'certain', where: { output: /^(?<flags>-[neE]{1,3}) \s*[{["']/ } },
    {
      on: 'answer',
      certainty: 'guess',
      where: { unread: /^yes$/, quoted: /^[ne]$/, context: /^in numeric literal$/ },
    },
    { on: 'machine', certainty: 'guess', where: { fact: /^echo-flags$/, flags: /(?<flags>.+)/ } },
  ],
  cause:
    "The script's `echo {flags|-ne}` ran under a shell whose echo has no such flags (dash, busybox sh), so `{flags|-ne}` was printed in front of the JSON.",
  mend: 'Use printf, which is the same in every shell.',
  attempts: [
    `printf '%s\\n' '{"status":"Success"}'   # in place of: echo {flags|-ne} ...`,
    'dash -x {file|./driver} {command|init}   # to see it happen',
  ],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/54494, https://github.com/juliohm1978/kubernetes-cifs-volumedriver/issues/13',
  example: {
    answer: { command: 'init', output: '-ne {"status": "Success", "capabilities": {"attach": false}}\n' },
  },
  nearMiss: { answer: { command: 'init', output: '-nx {"status": "Success"}' } },
};
